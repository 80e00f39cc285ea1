import type { JobCase } from '../case.js';
import { type RunOptions, runCases } from '../run.js';
import type { Dialect } from './dialects.js';

/** Tasks of the two runs whose difference is taken, so that what is done once for a session does not count. */
const FEW = 1;
const MANY = 11;

/** Each run is made so often, and the shortest time counts: everything else on the machine makes it longer only. */
const REPEATS = 3;

/** The scenario whose wrapper runs everything on the host, through a shell, and the one that runs it in a container. */
const ON_HOST = 'quoting';
const IN_CONTAINER = 'docker';

/**
 * Time of a wrapped task above one that runs as it is, in milliseconds, through the wrapper of the dialect's own template:
 * on the host, and in a container where there is an engine.
 */
export async function timePerTask(
  dialect: Dialect,
  options: Pick<RunOptions, 'runtime' | 'noDocker' | 'signal'>,
): Promise<{ readonly host: number; readonly container?: number } | undefined> {
  const onHost = dialect.cases.get(ON_HOST);
  if (onHost === undefined) return undefined;
  const plain = await timeOfTask({ ...onHost, environments: [] }, dialect, options);
  const host = await timeOfTask(onHost, dialect, options);
  const inContainer = options.noDocker ? undefined : dialect.cases.get(IN_CONTAINER);
  const container = inContainer && (await timeOfTask(inContainer, dialect, options));
  return { host: host - plain, ...(container !== undefined && { container: container - plain }) };
}

async function timeOfTask(read: JobCase, dialect: Dialect, options: Pick<RunOptions, 'runtime' | 'signal'>) {
  const [few, many] = [jobWith(read, FEW), jobWith(read, MANY)];
  const least = new Map<JobCase, number>();
  // The first run starts the container, which the others have; it does not count.
  const cases = [jobWith(read, FEW), ...Array.from({ length: REPEATS }, () => [few, many]).flat()];
  await runCases(cases, {
    ...options,
    jobs: 1,
    enableProposals: dialect.proposals,
    onVerdict: (measured, _, { durationMs }) => {
      least.set(measured as JobCase, Math.min(durationMs, least.get(measured as JobCase) ?? Number.POSITIVE_INFINITY));
    },
  });
  return ((least.get(many) ?? 0) - (least.get(few) ?? 0)) / (MANY - FEW);
}

/** The same environments around a job that does next to nothing, so often. */
function jobWith(read: JobCase, tasks: number): JobCase {
  const { journal: _, ...metadata } = read.metadata!;
  return {
    ...read,
    metadata,
    expected: {},
    template: JSON.stringify({
      specificationVersion: 'jobtemplate-2023-09',
      name: 'Nothing',
      steps: [
        {
          name: 'Nothing',
          parameterSpace: { taskParameterDefinitions: [{ name: 'N', type: 'INT', range: `1-${tasks}` }] },
          script: { actions: { onRun: { command: 'true' } } },
        },
      ],
    }),
  };
}
