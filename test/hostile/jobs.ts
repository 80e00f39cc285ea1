import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { Place } from './support.js';

/** A job with two environments that write down their entering and exiting in a file. */
export interface OwingJob {
  readonly file: string;
  /** What the environments did, in order. */
  readonly journal: () => readonly string[];
}

/** `task`: the script of its one step's tasks, of which there are three. */
export function writeOwingJob({ folder }: Pick<Place, 'folder'>, task: string): OwingJob {
  const journal = path.join(folder, 'journal');
  writeFileSync(journal, '');
  // Whoever runs the job writes in it.
  chmodSync(journal, 0o666);
  const sh = (script: string) => ({ command: 'sh', args: ['-c', script] });
  const environment = (name: string) => ({
    name,
    script: {
      actions: { onEnter: sh(`echo enter ${name} >> ${journal}`), onExit: sh(`echo exit ${name} >> ${journal}`) },
    },
  });
  const file = path.join(folder, 'owing.job.json');
  const job = {
    specificationVersion: 'jobtemplate-2023-09',
    name: 'Owing',
    jobEnvironments: [environment('Outer'), environment('Inner')],
    steps: [
      {
        name: 'S',
        parameterSpace: { taskParameterDefinitions: [{ name: 'N', type: 'INT', range: '1-3' }] },
        script: { actions: { onRun: sh(task) } },
      },
    ],
  };
  writeFileSync(file, JSON.stringify(job));
  return { file, journal: () => (existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').slice(0, -1) : []) };
}

/** Every environment that was entered, or where that was tried, has been exited, the last one first. */
export function expectOwedExits(journal: readonly string[]): void {
  const entered = journal.filter((line) => line.startsWith('enter '));
  expect(journal).toEqual([...entered, ...entered.toReversed().map((line) => line.replace('enter', 'exit'))]);
}

/** A script that prints as much as fills a small disk. */
export const FLOOD = 'i=0; while [ $i -lt 5000 ]; do echo "line $i of a task that prints a lot"; i=$((i+1)); done';
