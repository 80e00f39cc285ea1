export const SHELLS = ['bash', 'zsh'] as const;

export type Shell = (typeof SHELLS)[number];

/** What can be completed after one command. */
export interface CompletedCommand {
  readonly name: string;
  readonly flags: readonly string[];
  /** Flags whose value is one of a few. */
  readonly values: readonly { readonly flags: readonly string[]; readonly choices: readonly string[] }[];
}

/** The script that a shell evaluates to complete `openjd`. zsh runs bash's, as its `bashcompinit` offers. */
export function renderCompletion(shell: Shell, commands: readonly CompletedCommand[]): string {
  const values = commands.flatMap(({ name, values: lists }) =>
    lists.map(({ flags, choices }) => {
      const patterns = flags.map((flag) => `'${name} ${flag}'`).join('|');
      return `    ${patterns}) words='${choices.join(' ')}' ;;`;
    }),
  );
  const flags = commands.map(({ name, flags: list }) => `      ${name}) words='${list.join(' ')}' ;;`);
  const names = commands.map(({ name }) => name).join(' ');
  const script = `_openjd() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} words=
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${names} --help --version' -- "$current"))
    return
  fi
  case "$command $previous" in
${values.join('\n')}
    'help '*) words='${names} functions' ;;
    'completion '*) words='${SHELLS.join(' ')}' ;;
  esac
  if [ -z "$words" ] && [ "\${current#-}" != "$current" ]; then
    case $command in
${flags.join('\n')}
    esac
  fi
  if [ -n "$words" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _openjd openjd
`;
  return shell === 'zsh' ? `autoload -U +X bashcompinit && bashcompinit\n${script}` : script;
}
