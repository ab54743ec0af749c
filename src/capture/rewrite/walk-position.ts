// Where a walk over a syntax tree stands: what of the tree above has a meaning for what is below.

import type { AnyNode, BlockStatement, Function as FunctionNode, Program, StaticBlock } from 'acorn';
import type { ProgramFunction } from '../rules/instrumentation.js';

/** The class or object whose member a function is. */
export type Owner = Pick<ProgramFunction, 'className' | 'declaredClassName' | 'superName' | 'siblings'>;

export const NO_OWNER: Owner = { className: undefined, declaredClassName: undefined, superName: undefined };

/** What function declarations are bound to: the statements are its own. */
export type Block = Program | BlockStatement | StaticBlock;

export interface WalkPosition {
  /** The innermost function, or the program. */
  readonly scope: Program | FunctionNode;
  /** Where the node is a statement of a block: that block. */
  readonly block: Block | undefined;
  /** Of the innermost loop in that function: its body, or in its head the loop itself. */
  readonly loopPart: AnyNode | undefined;
  readonly owner: Owner;
  readonly isLabelled: boolean;
  /** Every name in a `with` statement is looked up in its object first: the host's too. */
  readonly isInWith: boolean;
  /** The name that the value at this position is given: a variable's, a property's. */
  readonly nameHint: string | undefined;
  /** Whose member it is by that name. */
  readonly hintOwner: Owner;
}

export function startOfWalk(program: Program): WalkPosition {
  return {
    scope: program,
    block: program,
    loopPart: undefined,
    owner: NO_OWNER,
    isLabelled: false,
    isInWith: false,
    nameHint: undefined,
    hintOwner: NO_OWNER,
  };
}

/** Below the node that stood at `position`. */
export function inside(position: WalkPosition): WalkPosition {
  return { ...position, block: undefined, isLabelled: false, nameHint: undefined, hintOwner: NO_OWNER };
}
