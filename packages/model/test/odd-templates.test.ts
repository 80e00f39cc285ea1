import { describe, expect, test } from 'vitest';
import { parseTemplate } from '../src/index.js';
import { ODD_TEMPLATES } from './odd-templates.js';

describe('texts that no author of a template would write', () => {
  test('there are at least 84', () => {
    expect(Object.keys(ODD_TEMPLATES).length).toBeGreaterThanOrEqual(84);
  });

  test.each(Object.entries(ODD_TEMPLATES))('%s: a template or problems with their places', (_, text) => {
    for (const format of ['auto', 'yaml', 'json'] as const) {
      const result = parseTemplate(text, { format });
      if (result.ok) continue;
      expect(result.problems.length).toBeGreaterThan(0);
      for (const { message, range } of result.problems) {
        expect(message).toMatch(/^[^a-z]/);
        expect(range).toBeDefined();
        expect(range!.end.offset).toBeLessThanOrEqual(text.length);
      }
    }
  });

  test('steps of one name that depend on steps of one name are each told of', () => {
    const result = parseTemplate(ODD_TEMPLATES['duplicate steps that depend on duplicate steps']!);
    expect(result.ok ? [] : result.problems.map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual([
      'DUPLICATE_NAME steps.1.name',
      'DUPLICATE_NAME steps.3.name',
    ]);
  });

  test.each(['set', 'omap', 'pairs', 'binary', 'timestamp', 'merge'])(
    'the tag !!%s is none of the core schema',
    (tag) => {
      const value = { set: '{a, b}', omap: '[a: 1]', pairs: '[a: 1]' }[tag] ?? 'x';
      const result = parseTemplate(`name: X\nsteps: !!${tag} ${value}\n`);
      expect(result).toMatchObject({ ok: false });
      if (result.ok) return;
      expect(result.problems.map(({ code }) => code)).toEqual([
        tag === 'binary' || tag === 'timestamp'
          ? expect.stringMatching(/UNSUPPORTED_TAG|INVALID_YAML/)
          : 'UNSUPPORTED_TAG',
      ]);
    },
  );
});
