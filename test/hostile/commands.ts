/** Every command, for tables of what it does on a poor machine; the job is that of `writeOwingJob`, in the current directory. */
export const COMMANDS: readonly (readonly string[])[] = [
  ['check', 'owing.job.json'],
  ['run', 'owing.job.json'],
  ['summary', 'owing.job.json'],
  ['explain', 'owing.job.json'],
  ['eval', '1 + 1'],
  ['schema'],
  ['completion', 'bash'],
  ['help', 'functions'],
  ['clean'],
  ['--help'],
  ['--version'],
];
