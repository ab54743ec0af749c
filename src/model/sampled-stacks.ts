// Samples of the processor, with the stack of each.

/** A function as V8 names it. */
export interface ProfiledFunction {
  readonly name: string;
  /** Path or URL of its file; empty for what has none. */
  readonly url: string;
  /** From 1; 0 or less where it has no place. */
  readonly line: number;
  readonly column: number;
}

export interface SampledStacks {
  readonly functions: readonly ProfiledFunction[];
  /** By the number of a function on a stack: that which called it, -1 for none. */
  readonly callers: Int32Array;
  /** Of each sample, the number of the innermost function. */
  readonly innermost: Int32Array;
  /** Of each sample, when it was taken; in order. */
  readonly atNanos: Float64Array;
  /** Samples that were due and not taken. */
  readonly missing: number;
}

/** Whose a file is. */
export type FilePlace =
  | {
      readonly owner: 'program';
      /** @returns `file:line` of what stands there in the file */
      locationOf(line: number, column: number): string;
    }
  /** The name of a package, or of a module of Node.js. */
  | { readonly owner: 'package' | 'node'; readonly name: string }
  | { readonly owner: 'tickscope' | 'none' };
