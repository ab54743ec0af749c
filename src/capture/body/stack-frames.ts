// Which function of the program is running: by its place in the text, which tells its frames from those of all others.
//
// A stack with V8's own call sites costs 5 µs and more. So it is taken once for each place in the program, and later the place alone tells.

import { getCallSites } from 'node:util';

/** A function, told by where it begins in the text that runs. One object for each function, so that two can be compared. */
export interface FunctionMark {
  readonly script: string;
  readonly line: number;
  readonly column: number;
}

type PrepareStackTrace = (error: object, frames: NodeJS.CallSite[]) => unknown;

const { captureStackTrace } = Error;
const { defineProperty, deleteProperty, getOwnPropertyDescriptor } = Reflect;

/** Tickscope's frames between the program and here, and one of the program. */
const NEAR_FRAMES = 12;
/** Frames that are looked through for a function. A deeper stack counts as one that has it. */
const FAR_FRAMES = 1_000;
/** Places that are remembered: awaits and calls in the synchronous starts of async functions. */
const REMEMBERED_PLACES = 4_096;
/** Where Node.js calls hooks from. */
const NODE_HOOKS = ['node:internal/async_hooks', 'node:internal/promise_hooks'];
const NO_SOURCE_MAP = { sourceMap: false };

export class StackFrames {
  readonly #tickscopeFile: string;
  readonly #marks = new Map<string, FunctionMark>();
  /** By script and position: the function that waits there; `undefined` where the position is a call of a built-in function. */
  readonly #byPlace = new Map<string, FunctionMark | undefined>();

  /** @param tickscopeFile whose frames are Tickscope's; a folder with its separator at the end stands for all files in it */
  constructor(tickscopeFile: string) {
    this.#tickscopeFile = tickscopeFile;
  }

  /** The function of the program that has called into Tickscope; `undefined` where stacks cannot be taken. */
  caller(): FunctionMark | undefined {
    const frame = callSites(NEAR_FRAMES).find((each) => !this.#isHook(each.getFileName()));
    return frame && this.#markOf(frame);
  }

  /**
   * The function whose `await` derives the promise that V8 is making; called inside the promise hook.
   *
   * @returns `undefined` where a built-in function such as `then` derives it
   */
  awaiting(): FunctionMark | undefined {
    const place = getCallSites(NEAR_FRAMES, NO_SOURCE_MAP).find((each) => !this.#isHook(each.scriptName));
    if (place === undefined) return undefined;
    const key = `${place.scriptId}:${place.lineNumber}:${place.columnNumber}`;
    if (this.#byPlace.has(key)) return this.#byPlace.get(key);
    const mark = this.caller();
    if (this.#byPlace.size < REMEMBERED_PLACES) this.#byPlace.set(key, mark);
    return mark;
  }

  /**
   * Whether a synchronous function is on the stack.
   *
   * @param others its frames that do not count
   */
  isRunning(mark: FunctionMark, others: number): boolean {
    const frames = callSites(FAR_FRAMES);
    const running = frames.filter((each) => !each.isAsync() && this.#markOf(each) === mark);
    return running.length > others || frames.length === FAR_FRAMES;
  }

  #isHook(script: string | null | undefined): boolean {
    return typeof script === 'string' && (script.startsWith(this.#tickscopeFile) || NODE_HOOKS.includes(script));
  }

  #markOf(frame: NodeJS.CallSite): FunctionMark | undefined {
    const script = frame.getScriptNameOrSourceURL();
    // A built-in function has no script.
    if (!script) return undefined;
    const line = frame.getEnclosingLineNumber() ?? 0;
    const column = frame.getEnclosingColumnNumber() ?? 0;
    const key = `${script}:${line}:${column}`;
    let mark = this.#marks.get(key);
    if (mark === undefined) this.#marks.set(key, (mark = { script, line, column }));
    return mark;
  }
}

let taken: NodeJS.CallSite[] = [];
const takeCallSites: PrepareStackTrace = (_error, frames) => {
  taken = frames;
  return '';
};

/** The program's own settings for stacks are exchanged for the moment. @returns none where they cannot be */
function callSites(limit: number): NodeJS.CallSite[] {
  const prepare = getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  const limited = getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  taken = [];
  try {
    const isReplaced =
      defineProperty(Error, 'prepareStackTrace', { value: takeCallSites, writable: true, configurable: true }) &&
      defineProperty(Error, 'stackTraceLimit', { value: limit, writable: true, configurable: true });
    const holder: { stack?: unknown } = {};
    if (isReplaced) captureStackTrace(holder, callSites);
    void holder.stack;
    return taken;
  } finally {
    restore('prepareStackTrace', prepare);
    restore('stackTraceLimit', limited);
  }
}

function restore(key: 'prepareStackTrace' | 'stackTraceLimit', descriptor: PropertyDescriptor | undefined): void {
  if (descriptor === undefined) deleteProperty(Error, key);
  else defineProperty(Error, key, descriptor);
}
