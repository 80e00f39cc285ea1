/** Exit statuses of `openjd`; docs/cli.md has the table. */
export const EXIT_STATUS = {
  ok: 0,
  /** The template, the input or the run is wrong. */
  wrong: 1,
  /** The command line is wrong; nothing was read. */
  usage: 2,
  /** Ended by SIGHUP (the terminal was closed) after cleaning up. */
  hungUp: 129,
  /** Ended by SIGINT after cleaning up. */
  interrupted: 130,
  /** Whoever read the output closed it before its end; a run was canceled. */
  pipeClosed: 141,
  /** Ended by SIGTERM after cleaning up. */
  terminated: 143,
  /** Ended by SIGXCPU (its time of the processor was used up) after cleaning up. */
  processorTimeUsed: 152,
} as const;
