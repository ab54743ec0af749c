// Keeps Tickscope's frames and columns out of the stacks that the program prints.

import path from 'node:path';
import { startMicrotask } from '../../primordials.js';
import { isStackForDebugging } from '../../stderr.js';
import { mimic } from '../wrap/mimic.js';
import type { FunctionTexts } from './function-text.js';
import type { OriginalPositions } from './original-positions.js';
import { mayQuote } from './quoted-functions.js';

const { defineProperty, deleteProperty, getOwnPropertyDescriptor, isExtensible } = Reflect;

/** V8's call sites print as the lines of a stack do. */
type CallSite = NodeJS.CallSite & { toString(): string };
type PrepareStackTrace = (error: Error, sites: CallSite[]) => unknown;

/** Counted from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Filters what Node's own formatter gets, and gives it the columns of the program's text. A program that sets `Error.prepareStackTrace` replaces this and sees all frames;
 * with source maps on, Node formats by itself only while its own function stands there, so then nothing is done.
 *
 * @returns a function that finds the first place of a stack that nobody has read yet, in the program's text
 */
export function formatStacksAsWritten(
  tickscopeFolder: string,
  positions: OriginalPositions,
  texts: FunctionTexts,
): (error: Error) => Place | undefined {
  const original = (Error as { prepareStackTrace?: PrepareStackTrace }).prepareStackTrace;
  if (original === undefined || process.sourceMapsEnabled) return () => undefined;
  const own = tickscopeFolder + path.sep;
  let lookedAt: Error | undefined;
  let place: Place | undefined;
  const { prepareStackTrace } = {
    prepareStackTrace(error: Error, sites: CallSite[]): unknown {
      if (isStackForDebugging()) return original(error, sites);
      if (error === lookedAt) place = firstPlace(sites, own, positions);
      const stack = original(error, sitesAsWritten(sites, own, positions));
      return typeof stack === 'string' && mayQuote(stack) ? quoteAsWritten(error, stack, texts) : stack;
    },
  };
  const formatter = mimic(prepareStackTrace, original);
  Error.prepareStackTrace = formatter;
  return (error) => {
    const restore = putBack(formatter);
    if (restore === undefined) return undefined;
    lookedAt = error;
    place = undefined;
    try {
      // V8 formats a stack when it is first read.
      void error.stack;
    } finally {
      lookedAt = undefined;
      restore();
    }
    return place;
  };
}

/**
 * Puts `formatter` where a program has written `undefined`, or has deleted what was there: Node.js formats stacks by itself then.
 *
 * @returns restores what the program has written; `undefined` where the program formats stacks
 */
function putBack(formatter: PrepareStackTrace): (() => void) | undefined {
  const written = getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  if (written?.value === formatter) return () => undefined;
  const isFree = written === undefined ? isExtensible(Error) : written.configurable === true && 'value' in written;
  if (!isFree || typeof Error.prepareStackTrace === 'function') return undefined;
  defineProperty(Error, 'prepareStackTrace', { value: formatter, configurable: true });
  return () => {
    if (written === undefined) deleteProperty(Error, 'prepareStackTrace');
    else defineProperty(Error, 'prepareStackTrace', written);
  };
}

/** V8 quotes functions in messages: of what cannot be cloned, of a `name` that may not be written, of a class that extends no constructor. */
function quoteAsWritten(error: Error, stack: string, texts: FunctionTexts): string {
  const message = getOwnPropertyDescriptor(error, 'message');
  if (message?.configurable === true && typeof message.value === 'string') {
    defineProperty(error, 'message', { value: texts.quotedAsWritten(message.value) });
  }
  return texts.quotedAsWritten(stack);
}

/** One loop: a program that reads the stacks of thousands of errors a second waits for it. @param own the beginning of the paths of Tickscope's files */
function sitesAsWritten(sites: readonly CallSite[], own: string, positions: OriginalPositions): CallSite[] {
  const hooks = new HookFrames();
  const written: CallSite[] = [];
  for (const site of sites) {
    const file = site.getFileName();
    if (file?.startsWith(own) === true || hooks.include(site, file)) continue;
    written.push(withOriginalColumn(site, file, positions));
  }
  return written;
}

/** Functions that are built in have none. */
function firstPlace(sites: readonly CallSite[], own: string, positions: OriginalPositions): Place | undefined {
  const site = sites.find((each) => {
    const named = each.getFileName();
    return named ? !named.startsWith(own) : each.isEval();
  });
  const [file, line, column] = [site?.getFileName(), site?.getLineNumber(), site?.getColumnNumber()];
  if (!file || !line || !column) return undefined;
  return { file, line, column: positions.originalColumn(file, line, column) };
}

/** The places that a frame names: its own, and of code of `eval` those of the calls of `eval` around it. */
const PLACE = /:(\d+):(\d+)(?=\)|$)/g;

/** A site of V8 cannot be changed: where a column has moved, an object takes its place that prints as the site would. */
function withOriginalColumn(site: CallSite, file: string | null | undefined, positions: OriginalPositions): CallSite {
  if (file ? !hasMoved(file, site, positions) : !site.isEval()) return site;
  const text = site.toString();
  const asWritten = text.replaceAll(PLACE, (_place: string, line: string, column: string, at: number) => {
    const named = file ?? text.slice(text.lastIndexOf(' (', at) + 2, at);
    return `:${line}:${positions.originalColumn(named, Number(line), Number(column))}`;
  });
  return asWritten === text ? site : ({ toString: () => asWritten } as CallSite);
}

/** Most columns have not: to print a site takes V8 longer than all else that is done with it, and Node.js prints it anyway. */
function hasMoved(file: string, site: CallSite, positions: OriginalPositions): boolean {
  if (!positions.has(file)) return false;
  const [line, column] = [site.getLineNumber(), site.getColumnNumber()];
  return line !== null && column !== null && positions.originalColumn(file, line, column) !== column;
}

const HOOKS_FILE = 'node:internal/async_hooks';
const TASKS_FILE = 'node:internal/process/task_queues';

/** Whether this Node.js calls a microtask through an async resource only where hooks are on; older ones always do. */
const HIDES_MICROTASK_FRAMES: boolean = Function.prototype.toString.call(startMicrotask).includes('enabledHooksExist');

/**
 * What Node.js adds between the loop and its callbacks while anybody has a hook of async_hooks that runs before them, as the watch of the
 * event loop has.
 */
class HookFrames {
  #isInMicrotask = false;

  /** Asked of all sites of one stack, innermost first. */
  include(site: CallSite, file: string | null | undefined): boolean {
    if (file === HOOKS_FILE) return site.getFunctionName() === 'callbackTrampoline';
    if (!HIDES_MICROTASK_FRAMES) return false;
    if (file === TASKS_FILE) {
      const name = site.getFunctionName();
      // A function in `runMicrotask`, which `runInAsyncScope` calls: nothing else in that file has no name.
      if (name !== null && name !== 'runMicrotask') return false;
      this.#isInMicrotask = name === null;
      return true;
    }
    return this.#isInMicrotask && file === 'node:async_hooks';
  }
}
