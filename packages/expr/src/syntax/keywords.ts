/** Words that are operators or literals of the language where they do not follow a dot. Spec: 1.1.3, 1.1.4. */
const LANGUAGE_KEYWORDS = ['if', 'else', 'and', 'or', 'not', 'for', 'in', 'True', 'False', 'None'];

/** Python's other reserved words. The language is a subset of Python's, so they are no names either. */
const PYTHON_KEYWORDS = [
  'as',
  'assert',
  'async',
  'await',
  'break',
  'class',
  'continue',
  'def',
  'del',
  'elif',
  'except',
  'finally',
  'from',
  'global',
  'import',
  'is',
  'lambda',
  'nonlocal',
  'pass',
  'raise',
  'return',
  'try',
  'while',
  'with',
  'yield',
];

const KEYWORDS: ReadonlySet<string> = new Set([...LANGUAGE_KEYWORDS, ...PYTHON_KEYWORDS]);

/** Whether the word cannot be a name, except after a dot. @spec EL-1.1.3-after-dot */
export function isKeyword(word: string): boolean {
  return KEYWORDS.has(word);
}

/** Words that are values and so cannot be bound either. Spec: 1.1.4. */
export function isLiteralWord(word: string): boolean {
  return word === 'null' || word === 'true' || word === 'false';
}
