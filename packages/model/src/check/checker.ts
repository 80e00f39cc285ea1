import { escapeUnshowable, nearestName, quoteText, shortenText } from '@openjd/expr';
import { describeValue, joinAnd, joinOr } from '../document/describe-value.js';
import type { DocumentMap, DocumentValue } from '../document/value.js';
import { formatLabel } from '../faults/paths.js';
import { inCapitals } from '../schema/characters.js';
import type {
  EitherDescription,
  FieldDescription,
  ListDescription,
  MapDescription,
  ObjectDescription,
  TypeDescription,
  VariantSet,
} from '../schema/description.js';
import { text } from '../schema/description.js';
import type { Profile } from '../schema/profile.js';
import {
  booleanCheck,
  type Check,
  choiceCheck,
  countFault,
  floatCheck,
  integerCheck,
  textCheck,
} from './check-scalars.js';
import { checkStructure } from './check-structure.js';
import type { CheckContext } from './context.js';
import {
  extensionDeferring,
  extensionIgnoringCase,
  extensionWithField,
  extensionWithVariant,
  hookOfAnotherDialect,
} from './undeclared.js';

const checkers = new WeakMap<Profile, Checker>();

/** The checker of a profile: its descriptions turned into functions, once. */
export function checkerOf(profile: Profile): Checker {
  let checker = checkers.get(profile);
  if (checker === undefined) {
    checker = new Checker(profile);
    checkers.set(profile, checker);
  }
  return checker;
}

/** Checks documents against the descriptions of a profile; each fault is told once, at the field that has it. */
export class Checker {
  readonly #profile: Profile;
  readonly #objects = new Map<string, Check>();

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  /** The check of the object with this name, for example `JobTemplate`. */
  object(name: string): Check {
    let check = this.#objects.get(name);
    if (check === undefined) {
      const description = this.#profile.objects.get(name);
      if (description === undefined) throw new TypeError(`no object ${name}`);
      let built: Check | undefined;
      // Built when it is first used: an object may contain others that are never met.
      check = (value, context) => {
        built ??= this.#objectCheck(description);
        return built(value, context);
      };
      this.#objects.set(name, check);
    }
    return check;
  }

  #check(type: TypeDescription): Check {
    const { limits } = this.#profile;
    switch (type.kind) {
      case 'text':
        return textCheck(type, limits);
      case 'integer':
        return integerCheck(type);
      case 'float':
        return floatCheck(type);
      case 'boolean':
        return booleanCheck(type);
      case 'choice':
        return choiceCheck(type);
      case 'list':
        return this.#listCheck(type);
      case 'map':
        return this.#mapCheck(type);
      case 'either':
        return this.#eitherCheck(type);
      case 'structure':
        return checkStructure;
      case 'reference':
        return this.object(type.name);
      case 'variants':
        return this.#variantsCheck(this.#profile.variantSets.get(type.name)!);
    }
  }

  #listCheck(type: ListDescription): Check {
    const check = this.#check(type.items);
    const { limits } = this.#profile;
    return (value, context) => {
      if (!Array.isArray(value)) {
        context.add('WRONG_VALUE_TYPE', `${context.label} must be a list, not ${describeValue(value)}`, {
          hint: listHint(value),
        });
        return false;
      }
      const fault = countFault(value.length, type, limits, context.label);
      if (fault !== undefined) {
        const hint = fault.code === 'INVALID_VALUE' ? 'add an item, or remove the field' : undefined;
        context.add(fault.code, fault.message, { hint, part: 'key' });
      }
      const { path } = context;
      const { length } = value;
      for (let i = 0; i < length; i++) {
        path.push(i);
        if (!check(value[i], context)) context.cut();
        path.pop();
      }
      return true;
    };
  }

  #mapCheck(type: MapDescription): Check {
    const checkKey = this.#check(type.keys);
    const checkValue = this.#check(type.values);
    const min = type.min ?? 0;
    return (value, context) => {
      if (!isMapValue(value)) {
        context.add('WRONG_VALUE_TYPE', `${context.label} must be a map, not ${describeValue(value)}`);
        return false;
      }
      const keys = Object.keys(value);
      if (keys.length < min) {
        context.add('INVALID_VALUE', `${context.label} must not be empty`, {
          hint: 'add an entry, or remove the field',
          part: 'key',
        });
      }
      for (const key of keys) {
        context.path.push(key);
        const before = context.problems.length;
        checkKey(key, context);
        const faults = context.problems.takeSince(before);
        for (const fault of faults) {
          const message = `the name ${fault.message.split('; found')[0]}`;
          context.problems.add({ ...fault, message, part: 'key' });
        }
        if (!checkValue(value[key]!, context)) context.cut();
        context.path.pop();
      }
      return true;
    };
  }

  #eitherCheck(type: EitherDescription): Check {
    const checkList = this.#check(type.list);
    const checkText = this.#check(type.text);
    return (value, context) => {
      if (Array.isArray(value)) return checkList(value, context);
      if (typeof value === 'string') return checkText(value, context);
      context.add('WRONG_VALUE_TYPE', `${context.label} must be a list or a text, not ${describeValue(value)}`);
      return false;
    };
  }

  #objectCheck(description: ObjectDescription): Check {
    const fields = new Map<string, { check: Check; requirement: string; required: boolean; needsValue: boolean }>();
    const requiredNames: string[] = [];
    for (const [name, field] of Object.entries(description.fields)) {
      const requirement = requirementOf(description, name);
      fields.set(name, {
        check: this.#fieldCheck(description, name, field),
        requirement,
        required: field.required === true,
        needsValue: field.required === true || field.needsValue === true,
      });
      if (field.required) requiredNames.push(name);
    }
    const { atLeastOneOf, exactlyOneOf } = description;
    return (value, context) => {
      if (!isMapValue(value)) {
        context.add('WRONG_VALUE_TYPE', `${context.label} must be a map, not ${describeValue(value)}`);
        return false;
      }
      const outer = context.requirement;
      const { path } = context;
      let usable = true;
      for (const name in value) {
        const field = fields.get(name);
        path.push(name);
        // An optional field that is written without a value (`args:`) is as one that is not written.
        if (value[name] === null && field !== undefined && !field.needsValue) context.cut();
        else if (field === undefined) {
          if (!this.#reportUnknownField(description, name, value[name]!, context)) context.cut();
        } else {
          context.requirement = field.requirement;
          if (!field.check(value[name]!, context)) {
            context.cut();
            if (field.required) usable = false;
          }
        }
        path.pop();
      }
      context.requirement = outer;
      for (const name of requiredNames) {
        if (Object.hasOwn(value, name)) continue;
        usable = false;
        // A key that is nearly right is told of as unknown, with this name as the hint; that is one fault and not two.
        if (!this.#isMeant(description, [name], value)) reportMissing(description, name, context);
      }
      if (atLeastOneOf !== undefined && !this.#isMeant(description, atLeastOneOf, value)) {
        checkAtLeastOne(description, atLeastOneOf, value, context);
      }
      if (exactlyOneOf !== undefined && !this.#isMeant(description, exactlyOneOf, value)) {
        checkExactlyOne(description, exactlyOneOf, value, context);
      }
      return usable;
    };
  }

  /** The check of a field; where it fails and an undeclared extension would take the value, the extension is named. */
  #fieldCheck(object: ObjectDescription, name: string, field: FieldDescription): Check {
    const check = this.#check(field.type);
    const extension = extensionWithField(this.#profile, object.name, name);
    // What takes an object that is not here could not be checked here.
    const type = extension?.description.type;
    if (extension === undefined || (type?.kind === 'reference' && !this.#profile.objects.has(type.name))) return check;
    const extended = this.#check(extension.description.type);
    return (value, context) => {
      const before = context.problems.length;
      const usable = check(value, context);
      if (context.problems.length === before) return usable;
      const faults = context.problems.takeSince(before);
      extended(value, context);
      const extendedFaults = context.problems.takeSince(before);
      if (extendedFaults.length > 0) {
        for (const fault of faults) context.problems.add(fault);
        return usable;
      }
      if (typeof value === 'string') {
        // A plain text where a list is wanted gains nothing from an extension that takes expressions there.
        if (extension.description.type.kind === 'either' && !value.includes('{{')) {
          for (const fault of faults) context.problems.add(fault);
          return usable;
        }
        const message = `${describeValue(value)} for ${context.label} needs the extension ${extension.name}`;
        context.add('EXTENSION_NOT_DECLARED', message, { hint: extension.hint });
      } else {
        for (const fault of faults) {
          context.problems.add({
            ...fault,
            code: 'EXTENSION_NOT_DECLARED',
            message: `${fault.message} without the extension ${extension.name}`,
            hint: extension.hint,
          });
        }
      }
      return false;
    };
  }

  /** Answers whether the rules can do something with the field all the same, because an extension has it. */
  #reportUnknownField(
    description: ObjectDescription,
    name: string,
    value: DocumentValue,
    context: CheckContext,
  ): boolean {
    const extension = extensionWithField(this.#profile, description.name, name);
    // @spec TS-0-extension
    if (extension !== undefined) {
      context.add('EXTENSION_NOT_DECLARED', `the field ${quoteText(name)} needs the extension ${extension.name}`, {
        part: 'key',
        hint: extension.hint,
        requirement: requirementOf(description, name),
      });
      return this.#isSound(extension.description.type, value, context);
    }
    const { wrapDialect } = this.#profile;
    const hook = wrapDialect && hookOfAnotherDialect(wrapDialect, name);
    if (hook !== undefined && description.name === 'EnvironmentActions') {
      const message = `unknown field ${quoteText(name)}; it is a hook of ${hook.owner}, which is not declared here`;
      const hint =
        hook.here.length === 0
          ? `${wrapDialect!.name} has no hook for this`
          : `${wrapDialect!.name} has ${joinOr(hook.here.map(quoteText))} for it`;
      context.add('UNKNOWN_FIELD', message, { part: 'key', hint, requirement: requirementOf(description, name) });
      return false;
    }
    const known = Object.keys(description.fields);
    const close = nearestName(name, known);
    const hint =
      name === '<<'
        ? 'merge keys are not part of YAML 1.2; an alias can stand for a whole value'
        : close === undefined
          ? (this.#whereFieldIs(description, name) ?? `known here: ${known.join(', ')}`)
          : `did you mean ${quoteText(close)}?`;
    // @spec TS-*-unknown-field
    const requirement = `TS-${description.section}-unknown-field`;
    context.add('UNKNOWN_FIELD', `unknown field ${quoteText(name)}`, { part: 'key', hint, requirement });
    return false;
  }

  /** Whether a value has no fault as this type. Tells nobody; an object that the profile lacks is no type here. */
  #isSound(type: TypeDescription, value: DocumentValue, context: CheckContext): boolean {
    if (type.kind === 'reference' && !this.#profile.objects.has(type.name)) return false;
    const before = context.problems.length;
    const usable = this.#check(type)(value, context);
    return context.problems.takeSince(before).length === 0 && usable;
  }

  /** Says where a field belongs that is none of this object: to another variant, or into an object inside this one. */
  #whereFieldIs(description: ObjectDescription, name: string): string | undefined {
    const has = (object: string): boolean => {
      const fields = this.#profile.objects.get(object)?.fields;
      return fields !== undefined && Object.hasOwn(fields, name);
    };
    for (const set of this.#profile.variantSets.values()) {
      const variants = Object.entries(set.variants);
      if (!variants.some(([, object]) => object === description.name)) continue;
      const others = variants.filter(([, object]) => has(object)).map(([value]) => value);
      if (others.length > 0) return `it belongs to the ${set.field} ${joinOr(others)}`;
    }
    const inner = Object.entries(description.fields).find(
      ([, { type }]) => type.kind === 'reference' && has(type.name),
    );
    return inner === undefined ? undefined : `it belongs into ${quoteText(inner[0])}`;
  }

  /** Whether the object has a field that is told of as unknown and was meant to be one of these. */
  #isMeant(description: ObjectDescription, names: readonly string[], value: DocumentMap): boolean {
    const known = Object.keys(description.fields);
    return Object.keys(value).some((key) => {
      if (known.includes(key)) return false;
      if (extensionWithField(this.#profile, description.name, key)?.isAlternative) return true;
      const close = nearestName(key, known);
      if (close !== undefined) return names.includes(close);
      return names.some((name) => {
        const type = description.fields[name]?.type;
        const inner = type?.kind === 'reference' ? this.#profile.objects.get(type.name) : undefined;
        return inner !== undefined && Object.hasOwn(inner.fields, key);
      });
    });
  }

  #variantsCheck(set: VariantSet): Check {
    const checks = new Map<string, Check>();
    for (const [value, object] of Object.entries(set.variants)) checks.set(value, this.#variantCheck(set, object));
    const deferred = set.deferred === undefined ? undefined : this.object(set.deferred);
    return (value, context) => {
      if (!isMapValue(value)) {
        context.add('WRONG_VALUE_TYPE', `${context.label} must be a map, not ${describeValue(value)}`);
        return false;
      }
      const told = Object.hasOwn(value, set.field) ? value[set.field]! : undefined;
      if (typeof told === 'string') {
        const check = checks.get(set.ignoreCase ? inCapitals(told) : told);
        if (check !== undefined) return check(value, context);
        if (deferred !== undefined && told.includes('{{')) return deferred(value, context);
      }
      this.#reportVariant(set, told, context);
      return false;
    };
  }

  /**
   * Where case does not matter, the value means the spelling of the specification, which is what everything later
   * knows.
   * @spec TS-2-case-insensitive RFC0007-type-names
   */
  #variantCheck(set: VariantSet, object: string): Check {
    if (!set.ignoreCase) return this.object(object);
    const description = this.#profile.objects.get(object)!;
    const { [set.field]: field, ...fields } = description.fields;
    const anyCase = { ...field!, type: text() };
    let check: Check | undefined;
    return (value, context) => {
      const told = (value as DocumentMap)[set.field] as string;
      const capitals = inCapitals(told);
      if (told !== capitals) {
        context.path.push(set.field);
        context.replace(capitals);
        context.path.pop();
      }
      check ??= this.#objectCheck({ ...description, fields: { [set.field]: anyCase, ...fields } });
      return check(value, context);
    };
  }

  #reportVariant(set: VariantSet, told: DocumentValue | undefined, context: CheckContext): void {
    const requirement = `TS-${set.section}-${set.field}`;
    if (told === undefined) {
      const message = `${context.label} has no field ${quoteText(set.field)}`;
      const hint = `add "${set.field}": ${joinOr(Object.keys(set.variants))}`;
      context.add('MISSING_FIELD', message, { part: 'key', hint, requirement });
      return;
    }
    context.path.push(set.field);
    const undeclared = typeof told === 'string' ? this.#undeclaredVariant(set, told) : undefined;
    if (undeclared !== undefined) {
      context.add('EXTENSION_NOT_DECLARED', undeclared.message, { hint: undeclared.hint, requirement });
    } else {
      const known = Object.keys(set.variants);
      const close = typeof told === 'string' ? nearestName(told, known) : undefined;
      context.add(
        typeof told === 'string' ? 'UNKNOWN_VALUE' : 'WRONG_VALUE_TYPE',
        `${context.label} must be ${joinOr(known)}, not ${describeValue(told)}`,
        { hint: close === undefined ? undefined : `did you mean ${close}?`, requirement },
      );
    }
    context.path.pop();
  }

  #undeclaredVariant(set: VariantSet, told: string): { message: string; hint: string } | undefined {
    const adding = extensionWithVariant(this.#profile, set.name, told);
    if (adding !== undefined) {
      return { message: `${quoteText(told)} for "${set.field}" needs the extension ${adding.name}`, hint: adding.hint };
    }
    const capitals = inCapitals(told);
    const ignoring = extensionIgnoringCase(this.#profile, set.name);
    if (ignoring !== undefined && Object.hasOwn(set.variants, capitals)) {
      return {
        message: `${quoteText(told)} for "${set.field}" is not in capitals, which needs the extension ${ignoring.name}`,
        hint: `write ${capitals}, or ${ignoring.hint}`,
      };
    }
    const deferring = extensionDeferring(this.#profile, set.name);
    if (deferring !== undefined && told.includes('{{')) {
      return {
        message: `a format string for "${set.field}" needs the extension ${deferring.name}`,
        hint: deferring.hint,
      };
    }
    return undefined;
  }
}

/** Ids have letters, digits, dots and hyphens: `$schema` is `schema` in one. */
function requirementOf(description: ObjectDescription, field: string): string {
  return `TS-${description.section}-${field.replace('$', '')}`;
}

function isMapValue(value: DocumentValue): value is DocumentMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function reportMissing(description: ObjectDescription, name: string, context: CheckContext): void {
  context.add('MISSING_FIELD', `${formatLabel(context.path)} has no field ${quoteText(name)}, which it must have`, {
    part: 'key',
    requirement: requirementOf(description, name),
    hint: description.fields[name]!.doc,
  });
}

/** How the value becomes a list. */
function listHint(value: DocumentValue): string {
  if (value === null) return 'add an item, or remove the field';
  if (isMapValue(value)) return 'write each item with "- " in front';
  const several = typeof value === 'string' && value.includes(',') && !value.includes('\n');
  return several
    ? `write it as a list: [${escapeUnshowable(shortenText(value as string))}]`
    : 'write it as a list with one item';
}

function given(names: readonly string[], value: DocumentMap): string[] {
  return names.filter((name) => Object.hasOwn(value, name) && value[name] !== null);
}

/** @spec TS-*-at-least-one */
function checkAtLeastOne(
  description: ObjectDescription,
  names: readonly string[],
  value: DocumentMap,
  context: CheckContext,
): void {
  if (given(names, value).length > 0) return;
  const quoted = names.map((name) => quoteText(name));
  context.add('MISSING_FIELD', `${context.label} must have ${joinOr(quoted)}`, {
    part: 'key',
    requirement: description.atLeastOneRequirement ?? `TS-${description.section}-at-least-one`,
  });
}

/** @spec TS-0-incompatible TS-*-exactly-one */
function checkExactlyOne(
  description: ObjectDescription,
  names: readonly string[],
  value: DocumentMap,
  context: CheckContext,
): void {
  const present = given(names, value);
  if (present.length === 1) return;
  const requirement = `TS-${description.section}-exactly-one`;
  if (present.length === 0) {
    const quoted = names.map((name) => quoteText(name));
    context.add('MISSING_FIELD', `${context.label} must have ${joinOr(quoted)}`, { part: 'key', requirement });
    return;
  }
  const message = `${joinAnd(present.map((name) => quoteText(name)))} cannot be given together`;
  context.path.push(present[1]!);
  context.add('INCOMPATIBLE_FIELDS', message, { part: 'key', requirement, hint: 'keep one of them' });
  context.path.pop();
}
