import { quoteText } from '../quote.js';
import { types } from '../types/index.js';
import { part } from '../values/code-points.js';
import { type ExprList, exprList, LIST_OVERHEAD_BYTES, LIST_SLOT_BYTES } from '../values/list.js';
import { STRING_OVERHEAD_BYTES, STRING_UNIT_BYTES, stringBytes } from '../values/size.js';
import type { Int } from '../values/value.js';
import {
  costOfText,
  reserveParts,
  reserveText,
  STEPS_PER_ESCAPED_CHARACTER,
  textOperations,
  textUnits,
} from './costs.js';
import { definer } from './define.js';
import { compileRegex } from './regex/compile.js';
import type { Machine, Slots } from './regex/machine.js';
import { type CallContext, type Cost, EvaluationFailure, type LibraryFunction } from './row.js';

const row = definer('regex', '2.2.5');

const COST = costOfText(0);

/** Steps to cut a part out of a text. */
const STEPS_PER_PART = 20;
const TYPED_ARRAY_BYTES = 100;

const STEPS_PER_PATTERN_CHARACTER = 40;

/** The machine for a pattern. What it takes to make it counts whenever it is used, so that the count is always the same. */
function machineFor(context: CallContext, pattern: string): Machine {
  context.countSteps(pattern.length * STEPS_PER_PATTERN_CHARACTER);
  const machine = compileRegex(pattern, context.regexProgramSize);
  context.reserveMemory(machine.bytes);
  context.countSteps(machine.steps);
  return machine;
}

function group(text: string, slots: Slots, index: number): string {
  const start = slots[index * 2]!;
  return start < 0 ? '' : part(text, start, slots[index * 2 + 1]!);
}

/**
 * Groups `first` to the last one; a group that took no part is the empty string, since a list holds no null.
 * @spec EL-2.2.5-result
 */
function groups(text: string, slots: Slots, first: number): string[] {
  return Array.from({ length: slots.length / 2 - first }, (_, i) => group(text, slots, first + i));
}

function stringList(items: readonly string[]): ExprList {
  return exprList(types.string, items);
}

/** @spec EL-2.2.5-result */
function match(context: CallContext, s: string, pattern: string, anchored: boolean): ExprList | null {
  const slots = machineFor(context, pattern).find({
    text: s,
    from: 0,
    anchored,
    onSteps: (steps) => context.countSteps(steps),
  });
  if (slots === undefined) return null;
  reserveParts(context, s.length, slots.length / 2);
  return stringList(groups(s, slots, 0));
}

/** Bytes of what is remembered of a match: its slots, and the object around them. */
function matchBytes(slots: Slots): number {
  return LIST_OVERHEAD_BYTES + TYPED_ARRAY_BYTES + slots.byteLength;
}

/**
 * All matches from left to right without overlaps. As in Python an empty match may stand right behind a match that was
 * not empty, and never where an empty one stood.
 */
function* matches(
  context: CallContext,
  machine: Machine,
  text: string,
  wantsGroups: boolean,
): Generator<Slots, void, undefined> {
  const onSteps = (steps: number) => context.countSteps(steps);
  let from = 0;
  let mustAdvance = false;
  for (;;) {
    const slots = machine.find({ text, from, mustAdvance, groups: wantsGroups, onSteps });
    if (slots === undefined) return;
    context.countOperations(1);
    yield slots;
    mustAdvance = slots[0] === slots[1];
    from = slots[1]!;
  }
}

/** @spec EL-2.2.5-findall */
function findAll(context: CallContext, s: string, pattern: string): ExprList {
  const machine = machineFor(context, pattern);
  const found: Slots[] = [];
  for (const slots of matches(context, machine, s, machine.groupCount > 0)) {
    context.reserveMemory(matchBytes(slots));
    found.push(slots);
  }
  const texts = Math.max(machine.groupCount, 1);
  context.countSteps(found.length * texts * STEPS_PER_PART);
  reserveParts(context, s.length * texts, found.length * texts);
  if (machine.groupCount > 1) {
    return exprList(
      types.list(types.string),
      found.map((slots) => stringList(groups(s, slots, 1))),
    );
  }
  // @spec EL-2.2.5-findall-one-group
  return stringList(found.map((slots) => group(s, slots, machine.groupCount)));
}

/** What looks like a reference to a group, which a replacement cannot have. @spec EL-2.2.5-sub-literal */
const GROUP_REFERENCE = /\\[0-9]|\\g<|\$[0-9]|\$\{/;

/** @spec EL-2.2.5-sub */
function substitute(context: CallContext, s: string, pattern: string, replacement: string): string {
  const reference = GROUP_REFERENCE.exec(replacement);
  if (reference !== null) {
    throw new EvaluationFailure(
      'INVALID_ARGUMENT',
      `The replacement of re_sub() has the group reference ${quoteText(reference[0])} at position ${reference.index}; group references are not supported`,
      'The replacement is literal text',
    );
  }
  const parts: string[] = [];
  let end = 0;
  let units = s.length;
  for (const slots of matches(context, machineFor(context, pattern), s, false)) {
    parts.push(s.slice(end, slots[0]), replacement);
    end = slots[1]!;
    units += replacement.length;
    context.reserveMemory(2 * LIST_SLOT_BYTES + STRING_OVERHEAD_BYTES + replacement.length * STRING_UNIT_BYTES);
  }
  parts.push(s.slice(end));
  reserveText(context, units);
  context.countOperations(textOperations(units));
  return parts.join('');
}

/**
 * The parts between matches, without what groups took. As in Python a `maxsplit` of 0 is no limit, a negative one no split.
 * @spec EL-2.2.5-split
 */
function split(context: CallContext, s: string, pattern: string, maxsplit: Int): ExprList {
  const machine = machineFor(context, pattern);
  if (maxsplit < 0) return stringList([s]);
  const parts: string[] = [];
  let end = 0;
  let splits = 0;
  for (const slots of matches(context, machine, s, false)) {
    context.reserveMemory(LIST_SLOT_BYTES + STRING_OVERHEAD_BYTES);
    parts.push(part(s, end, slots[0]));
    end = slots[1]!;
    splits++;
    if (splits === maxsplit) break;
  }
  parts.push(part(s, end));
  context.reserveMemory(stringBytes(s.length));
  return stringList(parts);
}

/**
 * Characters that mean something in a pattern, or in the classes of Python's or Rust's; white space means itself.
 * @spec EL-2.2.5-escape
 */
const SPECIAL = /[()[\]{}?*+\-|^$\\.&~#]/g;

const ESCAPE_COST: Cost = { ...COST, steps: ([s]) => textUnits(s!) * STEPS_PER_ESCAPED_CHARACTER };

/** Section 2.2.5. `$` is the end of the text and nowhere else; with `(?m)` also the end of each line. */
export const REGEX: readonly LibraryFunction[] = [
  // @spec EL-2.2.5-match
  row('re_match(s: string, pattern: string) -> list[string]?', {
    doc: 'The match at the start of the text and its groups, or null',
    cost: COST,
    call: (context, s: string, pattern: string) => match(context, s, pattern, true),
  }),
  // @spec EL-2.2.5-search
  row('re_search(s: string, pattern: string) -> list[string]?', {
    doc: 'The first match anywhere in the text and its groups, or null',
    cost: COST,
    call: (context, s: string, pattern: string) => match(context, s, pattern, false),
  }),
  row('re_findall(s: string, pattern: string) -> list[string] | list[list[string]]', {
    doc: 'All matches; of a pattern with one group its texts, with several a list for each match',
    cost: COST,
    call: findAll,
  }),
  row('re_sub(s: string, pattern: string, repl: string) -> string', {
    doc: 'The text with every match replaced by a literal text',
    cost: COST,
    call: substitute,
  }),
  row('re_escape(s: string) -> string', {
    doc: 'The text as a pattern that matches just it',
    cost: ESCAPE_COST,
    call: (context, s: string) => {
      reserveText(context, s.length * 2);
      return s.replace(SPECIAL, '\\$&');
    },
  }),
  row('re_split(s: string, pattern: string) -> list[string]', {
    doc: 'The parts between matches',
    cost: COST,
    call: (context, s: string, pattern: string) => split(context, s, pattern, 0),
  }),
  row('re_split(s: string, pattern: string, maxsplit: int) -> list[string]', {
    doc: 'The parts between matches, after at most `maxsplit` splits; 0 is no limit',
    cost: COST,
    call: split,
  }),
];
