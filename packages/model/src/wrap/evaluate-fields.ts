import { formatValue, isExprList, type PathSegment, quoteText, type Value } from '@openjd/expr';
import { settle } from '../check/settle.js';
import { formatLabel } from '../faults/paths.js';
import { type FieldShape, type FormatStringField, shapeOf, shapeOfVariant } from '../schema/field-shape.js';
import type { HostExpression } from '../schema/host-expression.js';
import type { Profile } from '../schema/profile.js';
import { type Evaluation, evaluate, invalidValue } from './evaluate.js';

/**
 * The fields of an object of a job with every HostString evaluated; what gives null is as not given, and an item of a
 * list gives none, one or several. `subject`: whose fields they are, for people. Throws ResolutionFault.
 * Spec: 2023-09, 7.4; Expression Language, 1.3.2.
 * @spec TS-0-fmtstring-host HJC-host-values-on-host
 */
export function evaluateFields(
  object: string,
  value: object,
  subject: string,
  profile: Profile,
  evaluation: Evaluation,
): Readonly<Record<string, unknown>> {
  const shape = shapeOf(profile, object);
  const fields = shape === undefined ? value : new FieldEvaluator(subject, profile, evaluation).evaluate(shape, value);
  return fields as Readonly<Record<string, unknown>>;
}

class FieldEvaluator {
  readonly #subject: string;
  readonly #profile: Profile;
  readonly #evaluation: Evaluation;
  /** Where the walk is. */
  readonly #path: PathSegment[] = [];

  constructor(subject: string, profile: Profile, evaluation: Evaluation) {
    this.#subject = subject;
    this.#profile = profile;
    this.#evaluation = evaluation;
  }

  evaluate(shape: FieldShape, value: unknown): unknown {
    switch (shape.kind) {
      case 'string':
        return isHostExpression(value) ? this.#string(shape.field, value) : value;
      case 'object': {
        const made: Record<string, unknown> = {};
        for (const [name, inner] of Object.entries(value as object)) {
          const field = shape.fields.get(name);
          const evaluated = field === undefined ? inner : this.#evaluateAt(name, field, inner);
          if (evaluated !== undefined) made[name] = evaluated;
        }
        return made;
      }
      case 'list':
        // @spec RFC0008-argv-forwarding EL-1.3.2-list-item-null EL-1.3.2-list-item-flattened
        return (value as readonly unknown[]).flatMap((item, index) => {
          const evaluated = this.#evaluateAt(index, shape.items, item);
          return evaluated === undefined ? [] : evaluated;
        });
      case 'variants': {
        const inner = shapeOfVariant(shape, value as object);
        return inner === undefined ? value : this.evaluate(inner, value);
      }
      default:
        return value;
    }
  }

  #evaluateAt(segment: PathSegment, shape: FieldShape, value: unknown): unknown {
    this.#path.push(segment);
    const evaluated = this.evaluate(shape, value);
    this.#path.pop();
    return evaluated;
  }

  /** @spec TS-7.4-host */
  #string(field: FormatStringField, source: HostExpression): unknown {
    // What has no expression in it was checked as it stands in the template.
    if (typeof source.constant === 'string') return source.constant;
    const name = `${formatLabel(this.#path)} of ${this.#subject}`;
    const value = evaluate(source, name, this.#evaluation);
    // @spec TS-5-timeout-null RFC0008-timeout-forwarding
    if (value === null) return undefined;
    const settled = (item: Value) => this.#settled(item, field, source, name);
    return isExprList(value) ? value.items.map(settled) : settled(value);
  }

  /** @spec TS-5.3-resolved-other RFC0008-mode-must-be-known */
  #settled(value: Value, { gives }: FormatStringField, source: HostExpression, name: string): unknown {
    if (gives === undefined) return formatValue(value);
    const settled = settle(value, gives, this.#profile.limits, { path: this.#path, name });
    if (settled.ok) return settled.value;
    const message = settled.faults.map((fault) => fault.message).join('; ');
    throw invalidValue(source.place, message, `the format string gives ${quoteText(formatValue(value))}`);
  }
}

function isHostExpression(value: unknown): value is HostExpression {
  return typeof value === 'object' && value !== null && 'evaluatorFor' in value;
}
