import process from 'node:process';

const guards = new Set<() => void>();

function runAll(): void {
  for (const guard of guards) guard();
}

/**
 * Has `guard` called when this process ends before its session did: by `process.exit`, an error that nobody caught. It
 * has to be done when it returns, since nothing runs after it. Returns what takes it back.
 */
export function guardExit(guard: () => void): () => void {
  if (guards.size === 0) process.on('exit', runAll);
  guards.add(guard);
  return () => {
    guards.delete(guard);
    if (guards.size === 0) process.removeListener('exit', runAll);
  };
}
