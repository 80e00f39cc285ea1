import type { DocumentValue } from '../document/value.js';
import type { CheckContext } from './context.js';

/** Checks a value of any shape: its texts and keys are format strings, and its numbers are ones that JSON has. */
export function checkStructure(value: DocumentValue, context: CheckContext): boolean {
  if (typeof value === 'string') return checkText(value, context, 'value');
  if (typeof value === 'number' && !Number.isFinite(value)) {
    context.add('INVALID_VALUE', `${context.label} must be a finite number: JSON has no other`);
    return false;
  }
  if (typeof value !== 'object' || value === null) return true;
  let usable = true;
  for (const [key, inner] of Object.entries(value) as [string, DocumentValue][]) {
    context.path.push(Array.isArray(value) ? Number(key) : key);
    if (!Array.isArray(value) && !checkText(key, context, 'key')) usable = false;
    if (!checkStructure(inner, context)) usable = false;
    context.path.pop();
  }
  return usable;
}

function checkText(text: string, context: CheckContext, part: 'key' | 'value'): boolean {
  if (!text.includes('{{') && !text.includes('}}')) return true;
  const parsed = context.formatStrings.parse(text);
  if (parsed.ok) return true;
  for (const { code, message, hint } of part === 'key' ? parsed.problems : []) {
    context.problems.add({ code, phase: 'schema', message, path: [...context.path], part, hint, verbatim: true });
  }
  if (part === 'value') context.problems.addFromText(parsed.problems, { path: [...context.path], phase: 'schema' });
  return false;
}
