// A function that is measured in its body, and what its text needs.

import type { AwaitExpression, Function as FunctionNode } from 'acorn';
import type { FirstAwaits } from './await-texts.js';
import type { CallbackUse } from './callback-parameters.js';

export interface ChosenFunction {
  readonly node: FunctionNode;
  /** The number of its site. */
  readonly id: number;
  /** Whether the host looks at `this` and at the arguments. */
  readonly needsArguments: boolean;
  /** Whether it takes the form without `try`. */
  readonly isRecursive: boolean;
  /** Whether it may be called with `new`. */
  readonly isConstructible: boolean;
  readonly callback: CallbackUse | undefined;
  readonly firstAwaits: FirstAwaits;
  /** All of its awaits, where each says which one it is. */
  readonly numberedAwaits: readonly AwaitExpression[] | undefined;
}
