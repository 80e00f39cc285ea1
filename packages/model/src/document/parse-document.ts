import type { Result } from '../faults/result.js';
import { decodeLossy, decodeUtf8 } from './decode.js';
import { TemplateDocument } from './document.js';
import { jsonPlaces, readJson } from './json.js';
import { DEFAULT_DOCUMENT_LIMITS, type DocumentLimits } from './limits.js';
import { parseProblems, ReadFailure, type ReadFault } from './problem.js';
import { readSimpleYaml, simpleYamlPlaces } from './simple-yaml.js';
import { readYaml } from './yaml.js';

export interface ParseDocumentOptions {
  /** The name under which problems tell of the text, such as a file's. */
  readonly source?: string;
  /** `auto`: JSON where the text is JSON, else YAML. Default: `json` for a source that ends in `.json`, else `auto`. */
  readonly format?: 'yaml' | 'json' | 'auto';
  readonly limits?: Partial<DocumentLimits>;
}

/**
 * Reads a YAML or JSON text. Problems have the phase `parse`.
 * YAML is 1.2 with the core schema; see docs/documents.md for what that means for `yes`, `1e3` and `0o17`.
 * @spec TS-0-json-or-yaml HJC-json-or-yaml
 */
export function parseDocument(
  input: string | Uint8Array,
  options: ParseDocumentOptions = {},
): Result<TemplateDocument> {
  const limits =
    options.limits === undefined ? DEFAULT_DOCUMENT_LIMITS : { ...DEFAULT_DOCUMENT_LIMITS, ...options.limits };
  const { source } = options;
  const failed = (text: string, faults: readonly ReadFault[]) => ({
    ok: false as const,
    problems: parseProblems(text, source, faults),
  });
  if (input.length > limits.templateBytes) {
    const unit = typeof input === 'string' ? 'characters' : 'bytes';
    const message = `the text has ${input.length} ${unit}; at most ${limits.templateBytes} are allowed`;
    return failed('', [{ code: 'DOCUMENT_TOO_LARGE', message, start: 0 }]);
  }
  let text: string;
  try {
    text = typeof input === 'string' ? input : decodeUtf8(input);
  } catch (error) {
    if (error instanceof ReadFailure) return failed(decodeLossy(input as Uint8Array), [error.fault]);
    throw error;
  }
  if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
  const character = forbiddenCharacter(text);
  if (character !== undefined) return failed(text, [character]);

  const format = options.format ?? (source?.endsWith('.json') ? 'json' : 'auto');
  if (format === 'json' || (format === 'auto' && startsAsJson(text))) {
    const reading = readJson(text, limits);
    if (reading.ok) {
      const findPlaces = () => jsonPlaces(text, limits);
      const { value, floats } = reading;
      return {
        ok: true,
        value: new TemplateDocument({ text, source, format: 'json', value, floats, findPlaces }),
      };
    }
    // A text in braces may be YAML as well; only one that is not YAML either is told of as JSON.
    if (format === 'json' || reading.faults[0]?.code !== 'INVALID_JSON') return failed(text, reading.faults);
    const yaml = readYaml(text, limits);
    if (yaml.ok) return yamlDocument(text, source, yaml);
    return failed(text, yaml.faults[0]?.code === 'DOCUMENT_TOO_DEEP' ? yaml.faults : reading.faults);
  }
  const simple = readSimpleYaml(text, limits);
  if (simple !== undefined) {
    const findPlaces = () => simpleYamlPlaces(text, limits);
    const { value, floats } = simple;
    return {
      ok: true,
      value: new TemplateDocument({ text, source, format: 'yaml', value, floats, findPlaces }),
    };
  }
  const reading = readYaml(text, limits);
  return reading.ok ? yamlDocument(text, source, reading) : failed(text, reading.faults);
}

function yamlDocument(
  text: string,
  source: string | undefined,
  reading: Extract<ReturnType<typeof readYaml>, { ok: true }>,
): Result<TemplateDocument> {
  const { value, floats, places } = reading;
  const findPlaces = () => places;
  return {
    ok: true,
    value: new TemplateDocument({ text, source, format: 'yaml', value, floats, findPlaces }),
  };
}

function startsAsJson(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09) continue;
    return c === 0x7b || c === 0x5b;
  }
  return false;
}

// YAML 1.2, 5.1: what is no printable character cannot stand in the text; JSON takes more, but a template is either.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/u;

function forbiddenCharacter(text: string): ReadFault | undefined {
  const match = FORBIDDEN.exec(text);
  if (match === null) return undefined;
  const code = match[0].charCodeAt(0);
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const what =
    code >= 0xd800 && code <= 0xdfff
      ? 'half of a surrogate pair'
      : code === 0
        ? 'a NUL character'
        : code >= 0xfffe
          ? 'a code point that is no character'
          : 'a control character';
  return {
    code: 'INVALID_CHARACTER',
    message: `the text holds ${what} (${name})`,
    start: match.index,
    end: match.index + 1,
    hint: 'remove it, or write it as an escape in double quotes',
  };
}
