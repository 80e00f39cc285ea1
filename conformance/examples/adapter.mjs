// An adapter of the conformance suite, as docs/plug-in-a-runtime.md describes it: it answers newline-delimited JSON on standard
// input for the packages of this repository. One for another runtime has the same shape.
//
//   openjd-conformance run --runtime "ndjson:node conformance/examples/adapter.mjs"
import { createInterface } from 'node:readline';
import { ProblemError, parsePathMappingRules } from '@openjd/expr';
import { createJob, parseDocument, parseEnvironmentTemplate, parseJobTemplate, parseTemplate } from '@openjd/model';
import { startJob } from '@openjd/sessions';

/** The job that runs now. */
let running;

function check({ template, format }) {
  const result = parseTemplate(template, { format });
  return result.ok ? { result: 'accepted' } : rejected(result.problems);
}

async function run({ template, parameters, environments, pathMapping, directory, variables }) {
  const job = makeJob({ template, parameters, environments, directory });
  const rules = parsePathMappingRules(pathMapping ?? []);
  if (!job.ok || !rules.ok) return rejected([...(job.problems ?? []), ...(rules.problems ?? [])]);
  const lines = [];
  const exitCodes = [];
  const problems = [];
  running = startJob(job.value, {
    pathMapping: rules.value,
    environment: { ...process.env, ...variables },
    workingDirectoryRoot: variables.TMPDIR,
    onEvent: (event) => {
      if (event.type === 'output') lines.push(event.line);
      if (event.type !== 'action-ended') return;
      if (event.exitCode !== undefined) exitCodes.push(event.exitCode);
      if (event.message !== undefined) lines.push(event.message);
      if (event.problem !== undefined) problems.push(told(event.problem));
    },
  });
  const { outcome } = await running.result;
  const results = { SUCCEEDED: 'succeeded', FAILED: 'failed', CANCELED: 'canceled' };
  return { result: results[outcome], output: lines.map((line) => `${line}\n`).join(''), exitCodes, problems };
}

function makeJob({ template, parameters, environments, directory }) {
  const jobTemplate = parseJobTemplate(template);
  if (!jobTemplate.ok) return jobTemplate;
  const environmentTemplates = [];
  for (const text of environments) {
    const parsed = parseEnvironmentTemplate(text);
    if (!parsed.ok) return parsed;
    environmentTemplates.push(parsed.value);
  }
  const values = readParameters(parameters);
  if (!values.ok) return values;
  return createJob(jobTemplate.value, {
    environmentTemplates,
    parameters: values.value,
    jobTemplateDirectory: directory,
    currentWorkingDirectory: directory,
  });
}

/** Numbers keep the text that they were written with. */
function readParameters(text) {
  if (text === undefined) return { ok: true, value: {} };
  const document = parseDocument(text);
  if (!document.ok) return document;
  const value = {};
  for (const [name, item] of Object.entries(document.value.value)) {
    value[name] = typeof item === 'number' ? document.value.sourceText([name]) : item;
  }
  return { ok: true, value };
}

function rejected(problems) {
  return { result: 'rejected', problems: problems.map(told) };
}

function told({ phase, code, message }) {
  return { phase, code, message };
}

async function answer(request) {
  switch (request.command) {
    case 'start':
      return { result: 'ready', name: 'openjd (example adapter)', version: process.version };
    case 'check':
      return check(request);
    case 'run':
      return await run(request);
    case 'stop':
      return { result: 'stopped' };
    default:
      return { result: 'unsupported', reason: `the command ${request.command} is not known` };
  }
}

const lines = createInterface({ input: process.stdin });
for await (const line of lines) {
  const request = JSON.parse(line);
  if (request.command === 'cancel') {
    running?.interrupt();
    continue;
  }
  // Not waited for: `cancel` may come meanwhile.
  answer(request)
    .catch((error) =>
      error instanceof ProblemError ? rejected(error.problems) : { result: 'error', reason: error.message },
    )
    .then((said) => {
      process.stdout.write(`${JSON.stringify({ id: request.id, ...said })}\n`);
      if (request.command === 'stop') lines.close();
    });
}
