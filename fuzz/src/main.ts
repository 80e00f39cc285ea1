import { join } from 'node:path';
import process from 'node:process';
import { fuzz } from './command.js';
import { FUZZERS } from './fuzzers.js';

const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
process.exitCode = await fuzz(process.argv.slice(2), {
  fuzzers: FUZZERS,
  folder: join(import.meta.dirname, '../../.dev/fuzz'),
  signal: interrupt.signal,
  print: (text) => void process.stdout.write(text),
  printError: (text) => void process.stderr.write(text),
  ...(process.stderr.isTTY && { status: (text: string) => void process.stderr.write(`\r\x1b[K${text}`) }),
});
