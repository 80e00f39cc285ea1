import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join, normalize, sep } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/*
 * expr and model in a real browser, as a template editor would load them: the built files, plain ES modules, under a
 * content security policy that allows neither eval nor anything from elsewhere. `./dev test` builds first.
 */

const root = join(import.meta.dirname, '..');
const requireFromModel = createRequire(join(root, 'packages/model/package.json'));

function packageFolder(name: string): string {
  let folder = dirname(requireFromModel.resolve(name));
  while (!existsSync(join(folder, 'package.json')) || !folder.endsWith(name)) folder = dirname(folder);
  return folder;
}

const folders: Readonly<Record<string, string>> = {
  expr: join(root, 'packages/expr/dist'),
  model: join(root, 'packages/model/dist'),
  yaml: packageFolder('yaml'),
};

const importMap = JSON.stringify({
  imports: {
    '@openjd/expr': '/expr/index.js',
    '@openjd/model': '/model/index.js',
    yaml: '/yaml/browser/index.js',
  },
});
const policy = [
  "default-src 'none'",
  `script-src 'self' 'sha256-${createHash('sha256').update(importMap).digest('base64')}'`,
  "base-uri 'none'",
].join('; ');
const pageScript = `
  import * as expr from '@openjd/expr';
  import * as model from '@openjd/model';
  globalThis.openjd = { expr, model };
  document.title = 'ready';
`;

function answer(path: string): { type: string; body: string | Buffer } | undefined {
  if (path === '/') {
    const html = `<!doctype html><title>loading</title><script type="importmap">${importMap}</script><script type="module" src="/page.js"></script>`;
    return { type: 'text/html', body: html };
  }
  if (path === '/page.js') return { type: 'text/javascript', body: pageScript };
  const [, name = '', ...rest] = path.split('/');
  const folder = folders[name];
  const file = folder && normalize(join(folder, ...rest));
  if (!folder || !file?.startsWith(folder + sep) || !existsSync(file)) return undefined;
  return { type: extname(file) === '.json' ? 'application/json' : 'text/javascript', body: readFileSync(file) };
}

describe.skipIf(process.env['OPENJD_NO_BROWSER'])('expr and model in a browser under a strict policy', () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  /** Runs `work` as the page's own: the policy does not hold for what the protocol evaluates, but for its timers. */
  async function inPage<T>(work: () => T): Promise<T> {
    await page.evaluate(`setTimeout(() => { globalThis.answer = (${work})(); globalThis.answered = true; })`);
    await page.waitForFunction(() => 'answered' in globalThis, undefined, { timeout: 20_000 });
    return page.evaluate(() => {
      const { answer } = globalThis as unknown as { answer: T };
      Reflect.deleteProperty(globalThis, 'answered');
      return answer;
    });
  }

  beforeAll(async () => {
    server = createServer((request, response) => {
      const found = answer(request.url ?? '/');
      response.writeHead(found ? 200 : 404, {
        'content-type': found?.type ?? 'text/plain',
        'content-security-policy': policy,
      });
      response.end(found?.body ?? 'not here');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    });
    page = await browser.newPage();
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('requestfailed', (request) => complaints.push(`request failed: ${request.url()}`));
    const { port } = server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.waitForFunction(() => document.title === 'ready' || document.title === 'failed', undefined, {
      timeout: 20_000,
    });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await new Promise((resolve) => server.close(resolve));
  });

  it('holds the policy: run-time code generation is refused on this page', async () => {
    const refused = await inPage(() => {
      try {
        // The point of the line is that the page's policy refuses it.
        return new Function('return 1')();
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(refused).toBe('EvalError');
    complaints.length = 0;
  });

  it('evaluates expressions', async () => {
    const results = await inPage(() => {
      const api = (globalThis as unknown as { openjd: { expr: typeof import('@openjd/expr') } }).openjd.expr;
      return [
        '[x * 2 for x in range(3)]',
        "repr_sh(['echo', 'hello world'])",
        '2 ** 62 + 1',
        "re_search('asset_v042', r'_v(\\d+)')[1]",
        "path('/a/b.tar.gz').suffixes",
      ].map((text) => api.formatValue(api.evaluate(text)));
    });
    expect(results).toEqual(['[0, 2, 4]', "echo 'hello world'", '4611686018427387905', '042', '[".tar", ".gz"]']);
    expect(complaints).toEqual([]);
  });

  it('checks a template and reports a located problem', async () => {
    const report = await inPage(() => {
      const { model } = (globalThis as unknown as { openjd: { model: typeof import('@openjd/model') } }).openjd;
      const text = [
        'specificationVersion: jobtemplate-2023-09',
        'extensions: [EXPR]',
        'name: Demo',
        'steps:',
        '  - name: Only',
        '    script:',
        '      actions:',
        '        onRun: { command: echo, args: ["{{ Parm.X }}"] }',
      ].join('\n');
      const result = model.parseTemplate(text);
      return result.ok ? [] : result.problems.map((problem) => [problem.code, problem.range?.start.line]);
    });
    expect(report).toEqual([['UNKNOWN_SYMBOL', 8]]);
    expect(complaints).toEqual([]);
  });
});
