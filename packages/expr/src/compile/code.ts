import type { Value } from '../values/value.js';
import type { Frame } from './frame.js';

/** Compiled code: finds a value from the frame's slots. On return the frame's memory is what it was plus the result. */
export type Code = (frame: Frame) => Value;

/** Compiled code and how much can be said about it beforehand. */
export interface Compiled {
  readonly code: Code;
  /** Whether evaluation may leave the frame's memory changed. */
  readonly takesMemory: boolean;
}
