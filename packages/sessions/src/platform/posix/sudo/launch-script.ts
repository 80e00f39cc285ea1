/** What an action needs to start. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  /** The limit on file locks that marks its processes; see `startMarked`. */
  readonly lockLimit?: number | undefined;
}

/** The line with which the script says that the command starts now; its process id follows. */
export const STARTED = 'openjd-started';
/** The line with which it says that it cannot be started. */
export const REFUSED = 'openjd-refused';

/** What the shell is called with: it reads its program from standard input. */
export const LAUNCHER = 'eval "$(cat)"';

const EXPORTABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Variables that some shell keeps for itself (it does not take every value, or changes what it took), and those that
 * would already act on `env`, and not only on the command.
 */
const HANDED_ON =
  /^(?:_|(?:DY)?LD_.*|BASH.*|COMP_.*|DIRSTACK|EPOCH.*|EUID|FUNCNAME|GROUPS|HISTCMD|IFS|LINENO|OPT(?:ARG|ERR|IND)|PIPESTATUS|POSIXLY_CORRECT|PPID|RANDOM|SECONDS|SHELLOPTS|SHLVL|SRANDOM|TMOUT|UID)$/;

/**
 * The program that becomes an action, with exactly its environment, for a shell that was started without one. It comes
 * on standard input and not as an argument, because arguments are shown to every user of the host and written to sudo's
 * log, and variables hold secrets. What is exported stays within the process; only the few variables that no shell can
 * export go through the arguments of `env`, for the instant until it becomes the command.
 *
 * Its standard output is the action's, its standard error is ours until the command starts.
 */
export function launchScript({ command, args, environment, workingDirectory, lockLimit }: Launch): string {
  const entries = Object.entries(environment);
  const exported = entries.filter(([name]) => EXPORTABLE.test(name) && !HANDED_ON.test(name));
  const handed = entries.filter(([name]) => !EXPORTABLE.test(name) || HANDED_ON.test(name));
  return [
    `cd -- ${quote(workingDirectory)} 2>/dev/null || { echo ${REFUSED} >&2; exit 127; }`,
    'unset PWD OLDPWD',
    checkOf(command, workingDirectory, environment['PATH']),
    ...exported.map(([name, value]) => `export ${name}=${quote(value)}`),
    // Shells do not agree on the letter; one that knows neither goes on without.
    ...(lockLimit === undefined ? [] : [`{ ulimit -S -x ${lockLimit} || ulimit -S -w ${lockLimit}; } 2>/dev/null`]),
    `echo "${STARTED} $$" >&2`,
    [
      // Some shells set these two for what they start.
      'exec /usr/bin/env -u _ -u SHLVL',
      ...handed.map(([name, value]) => quote(`${name}=${value}`)),
      // To `env` a command with an equals sign is one more variable; `nice` takes it as it is.
      ...(command.includes('=') ? ['/usr/bin/nice -n 0'] : []),
      ...[command, ...args].map(quote),
      '</dev/null 2>&1',
    ].join(' '),
  ].join('\n');
}

/**
 * Looks for what would keep the command from starting, since afterwards the shell's answer could not be told from the
 * command's own. Of scripts, only embedded files are looked into.
 */
function checkOf(command: string, workingDirectory: string, searchPath: string | undefined): string {
  const folders = searchPath === undefined ? 'PATH=/usr/local/bin:/usr/bin:/bin' : `PATH=${quote(searchPath)}`;
  return `(
  name=${quote(command)}
  file=
  case $name in
  */*) file=$name ;;
  *)
    ${folders}
    IFS=: && set -f
    for folder in $PATH; do
      if [ -f "\${folder:-.}/$name" ] && [ -x "\${folder:-.}/$name" ]; then file=\${folder:-.}/$name && break; fi
    done
    unset IFS
    ;;
  esac
  [ -f "$file" ] && [ -x "$file" ] || exit
  case $file in
  ${quote(`${workingDirectory}/`)}*)
    IFS= read -r first <"$file"
    case $first in
    '#!'*)
      set -f
      set -- \${first#??}
      [ -z "$1" ] || [ -x "$1" ] || exit
      ;;
    esac
    ;;
  esac
  exit 0
) || { echo ${REFUSED} >&2; exit 127; }`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
