import type { CharacterSet } from './character-set.js';

/** What a place in the text must be like for a match to go on there. */
export type Assertion = 'text start' | 'text end' | 'line start' | 'line end' | 'word boundary' | 'no word boundary';

/** A parsed pattern. */
export type RegexNode =
  | { readonly kind: 'empty' }
  | { readonly kind: 'character'; readonly codePoint: number }
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'sequence'; readonly parts: readonly RegexNode[] }
  | { readonly kind: 'choice'; readonly options: readonly RegexNode[] }
  | { readonly kind: 'group'; readonly index: number; readonly body: RegexNode }
  | {
      readonly kind: 'repeat';
      readonly body: RegexNode;
      readonly min: number;
      /** Infinity where there is no limit. */
      readonly max: number;
      readonly greedy: boolean;
    };

/** True if the node can match without taking a character. */
export function matchesEmpty(node: RegexNode): boolean {
  switch (node.kind) {
    case 'character':
    case 'set':
      return false;
    case 'empty':
    case 'assertion':
      return true;
    case 'sequence':
      return node.parts.every(matchesEmpty);
    case 'choice':
      return node.options.some(matchesEmpty);
    case 'group':
      return matchesEmpty(node.body);
    case 'repeat':
      return node.min === 0 || matchesEmpty(node.body);
  }
}
