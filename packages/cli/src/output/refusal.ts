const NO_SPACE = 'free some space, or name another folder for temporary files in TMPDIR';
const NO_PROCESS = 'end something, or raise the limit of processes and threads (`ulimit -u`) or of memory';
const NO_FILE = 'close something, or raise the limit of open files (`ulimit -n`)';

/** What to do where this host has no more of something, by the system's word for it. */
const ADVICE: Readonly<Record<string, string>> = {
  EMFILE: NO_FILE,
  ENFILE: NO_FILE,
  EAGAIN: NO_PROCESS,
  ENOMEM: NO_PROCESS,
  ENOSPC: NO_SPACE,
  EDQUOT: NO_SPACE,
  EFBIG: 'raise the limit of the size of a file (`ulimit -f`)',
  EROFS: NO_SPACE,
  EIO: 'look for what the system says about the disk',
};

/** One line about an error that is no fault of `openjd`: the host has no more of what it needs. Undefined for any other. */
export function refusalText(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = '', syscall, message } = error as NodeJS.ErrnoException;
  if (syscall === 'uv_cwd') return 'openjd: the current directory is gone or cannot be read; go to another one\n';
  const advice = ADVICE[code];
  return advice === undefined ? undefined : `openjd: this host refuses what is needed: ${message}; ${advice}\n`;
}
