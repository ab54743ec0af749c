// Calls of self-recursive functions, which are measured without `try`: with it they would lose a third of their depth.
//
// A throw leaves their entries behind. The end of the next outer call, which stores how many were open at its start, closes them as failed.

import { runningAsyncId } from '../../primordials.js';
import type { Body, Entry } from './entry.js';
import type { FunctionMark, StackFrames } from './stack-frames.js';

export class OpenRecursions {
  readonly #frames: StackFrames;
  readonly #entries: Entry[] = [];
  readonly #marks = new Map<Body, FunctionMark>();
  #asyncId = 0;

  constructor(frames: StackFrames) {
    this.#frames = frames;
  }

  get depth(): number {
    return this.#entries.length;
  }

  /** Called by the first call of a function: what tells its frames from others. */
  learn(body: Body): void {
    const mark = this.#frames.caller();
    if (mark !== undefined) this.#marks.set(body, mark);
  }

  push(entry: Entry): void {
    this.#asyncId = runningAsyncId();
    this.#entries.push(entry);
  }

  /** Takes the innermost entry that `isOwn` holds of; those above it have thrown. */
  pop(isOwn: (entry: Entry) => boolean): Entry | undefined {
    const position = this.#entries.findLastIndex(isOwn);
    if (position === -1) return undefined;
    this.failAbove(position + 1);
    return this.#entries.pop();
  }

  failAbove(depth: number): void {
    while (this.#entries.length > depth) {
      const entry = this.#entries.pop() as Entry;
      entry.body.leave(entry);
    }
  }

  /**
   * Another callback runs: whatever is left has thrown. What is on the stack has not: `AsyncResource.runInAsyncScope` gives code inside a
   * call another async id.
   *
   * @param entering whose call begins
   */
  failStale(entering: Body): void {
    const outermost = this.#entries[0];
    if (outermost === undefined || this.#asyncId === runningAsyncId()) return;
    const mark = this.#marks.get(outermost.body);
    const ownFrames = entering === outermost.body ? 1 : 0;
    if (mark !== undefined && this.#frames.isRunning(mark, ownFrames)) this.#asyncId = runningAsyncId();
    else this.failAbove(0);
  }
}
