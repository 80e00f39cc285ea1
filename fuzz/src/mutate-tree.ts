import { type DocumentMap, type DocumentValue, setKey } from '../../packages/model/src/document/value.js';
import { mutateText, NASTY_STRINGS, PROTOTYPE_NAMES } from './dictionary.js';
import type { Random } from './engine/random.js';

/** A template that is being changed. */
export type Tree = null | boolean | number | bigint | string | Tree[] | TreeMap;
export type TreeMap = { [key: string]: Tree };

/** A place in a tree: what holds it, and under which key or index. */
interface Spot {
  readonly holder: Tree[] | TreeMap;
  readonly key: string | number;
}

const EXTENSIONS = ['EXPR', 'FEATURE_BUNDLE_1', 'TASK_CHUNKING', 'REDACTED_ENV_VARS', 'WRAP_ACTIONS', 'NO_SUCH'];

const ODD_VALUES: readonly Tree[] = [
  null,
  true,
  false,
  0,
  -1,
  1,
  1.5,
  601,
  1e21,
  1e308,
  2 ** 53,
  2n ** 63n,
  -(2n ** 63n) - 1n,
  10n ** 300n,
  [],
  [[]],
  [[[1]]],
  {},
  { name: 'x' },
  ['x', 'x'],
  [null],
  [1, 2, 3],
];

/** A copy that may be changed; a key `__proto__` stays a key. */
export function copyTree(value: DocumentValue): Tree {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyTree);
  const copy: TreeMap = {};
  for (const [key, inner] of Object.entries(value)) setKey(copy as DocumentMap, key, copyTree(inner));
  return copy;
}

/** Every place below the root. */
function spotsOf(tree: Tree, spots: Spot[] = []): Spot[] {
  if (typeof tree !== 'object' || tree === null) return spots;
  for (const key of Object.keys(tree)) {
    const spot = { holder: tree, key: Array.isArray(tree) ? Number(key) : key };
    spots.push(spot);
    spotsOf(at(spot), spots);
  }
  return spots;
}

function at({ holder, key }: Spot): Tree {
  return (holder as TreeMap)[key]!;
}

function put({ holder, key }: Spot, value: Tree): void {
  if (Array.isArray(holder)) holder[Number(key)] = value;
  else setKey(holder as DocumentMap, String(key), value);
}

function remove({ holder, key }: Spot): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[String(key)];
}

/** Gives a map's value another key, in the same place of the order. */
function rename({ holder, key }: Spot, name: string): void {
  if (Array.isArray(holder)) return;
  const entries = Object.entries(holder);
  for (const old of Object.keys(holder)) delete holder[old];
  for (const [old, value] of entries) setKey(holder as DocumentMap, old === key ? name : old, value);
}

/** Changes the tree a few times; `other` gives what is spliced in. */
export function mutateTree(random: Random, tree: TreeMap, other: DocumentValue): void {
  for (let left = random.pick([1, 1, 2, 3, 5, 8]); left > 0; left--) mutateOnce(random, tree, other);
}

/** What a change has to choose from. */
interface Choice {
  readonly random: Random;
  readonly tree: TreeMap;
  readonly spots: readonly Spot[];
  readonly spot: Spot;
  readonly other: DocumentValue;
}

/** The kinds of changes; what stands here twice comes twice as often. */
const CHANGES: readonly ((choice: Choice) => void)[] = [
  ({ spot }) => remove(spot),
  ({ random, spot }) => duplicate(random, spot),
  ({ random, spot, spots }) => put(spot, copyTree(at(random.pick(spots)))),
  ({ random, spot, spots }) => rename(spot, makeKey(random, spots)),
  ({ random, spot }) => put(spot, copyTree(random.pick(ODD_VALUES))),
  ({ random, spot }) => put(spot, random.pick(NASTY_STRINGS)),
  ({ random, spot }) => put(spot, wrapped(at(spot), random.pick([1, 1, 2, 8, 70]), random.oneIn(2))),
  ({ random, spots, other }) => splice(random, spots, other),
  ({ random, spots, other }) => splice(random, spots, other),
  ({ random, spots }) => changeString(random, spots),
  ({ random, spots }) => changeString(random, spots),
  ({ random, tree }) =>
    put(
      { holder: tree, key: 'extensions' },
      random.several(0, 5, () => random.pick(EXTENSIONS)),
    ),
];

function mutateOnce(random: Random, tree: TreeMap, other: DocumentValue): void {
  const spots = spotsOf(tree);
  if (spots.length > 0) random.pick(CHANGES)({ random, tree, spots, spot: random.pick(spots), other });
}

function duplicate(random: Random, spot: Spot): void {
  const { holder } = spot;
  const copy = () => copyTree(at(spot));
  if (Array.isArray(holder)) holder.push(...random.several(1, random.pick([1, 1, 3, 60]), copy));
  else setKey(holder as DocumentMap, `${spot.key}${random.pick(['s', '2', '_', ''])}`, copy());
}

/** A key of another place, a name that JavaScript knows, a near miss, or anything. */
function makeKey(random: Random, spots: readonly Spot[]): string {
  const { key } = random.pick(spots);
  switch (random.below(4)) {
    case 0:
      return random.pick(PROTOTYPE_NAMES);
    case 1:
      return mutateText(random, String(key));
    case 2:
      return random.pick(NASTY_STRINGS);
    default:
      return String(key);
  }
}

/** Puts a part of another template here, preferably where that one has it: under the same key. */
function splice(random: Random, spots: readonly Spot[], other: DocumentValue): void {
  const from = random.pick(spotsOf(copyTree(other)));
  const alike = spots.filter(
    ({ key, holder }) => key === from.key && Array.isArray(holder) === Array.isArray(from.holder),
  );
  const to = random.pick(alike.length > 0 && !random.oneIn(4) ? alike : spots);
  if (Array.isArray(to.holder) && random.oneIn(2)) to.holder.splice(Number(to.key), 0, at(from));
  else if (!Array.isArray(to.holder) && typeof from.key === 'string' && random.oneIn(2)) {
    setKey(to.holder as DocumentMap, from.key, at(from));
  } else put(to, at(from));
}

function changeString(random: Random, spots: readonly Spot[]): void {
  const strings = spots.filter((spot) => typeof at(spot) === 'string');
  if (strings.length === 0) return;
  const spot = random.pick(strings);
  put(spot, mutateText(random, at(spot) as string));
}

function wrapped(value: Tree, levels: number, inLists: boolean): Tree {
  let result = value;
  for (let i = 0; i < levels; i++) result = inLists ? [result] : { name: result };
  return result;
}
