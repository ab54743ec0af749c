// Keeps Tickscope's frames out of the stacks that the program prints.

import path from 'node:path';
import { isStackForDebugging } from '../../stderr.js';
import { mimic } from '../wrap/mimic.js';

/** Stacks are taken this much deeper, so that leaving our frames out does not cut the program's. */
const EXTRA_FRAMES = 12;

/** V8's call sites print as the lines of a stack do. */
type CallSite = NodeJS.CallSite & { toString(): string };
type PrepareStackTrace = (error: Error, sites: CallSite[]) => unknown;

/**
 * Filters what Node's own formatter gets. A program that sets `Error.prepareStackTrace` replaces this and sees all frames;
 * with source maps on, Node formats by itself only while its own function stands there, so then nothing is done.
 */
export function hideTickscopeFrames(tickscopeFolder: string): void {
  const original = (Error as { prepareStackTrace?: PrepareStackTrace }).prepareStackTrace;
  if (original === undefined || process.sourceMapsEnabled) return;
  const programLimit = Error.stackTraceLimit;
  const limit = programLimit + EXTRA_FRAMES;
  const own = tickscopeFolder + path.sep;
  const { prepareStackTrace } = {
    prepareStackTrace(error: Error, sites: CallSite[]): unknown {
      if (isStackForDebugging()) return original(error, sites);
      const shown = sites.filter((site) => site.getFileName()?.startsWith(own) !== true);
      const cut = Error.stackTraceLimit === limit ? shown.slice(0, programLimit) : shown;
      return original(error, cut.map(withOriginalName));
    },
  };
  Error.prepareStackTrace = mimic(prepareStackTrace, original);
  Error.stackTraceLimit = limit;
}

/** V8 names a method by looking for it on its receiver, where ours stands now instead of Node's. */
function withOriginalName(site: CallSite): CallSite {
  const text = site.toString();
  if (!text.startsWith('Module.<anonymous> (node:internal/modules/cjs/loader')) return site;
  return { toString: () => text.replace('<anonymous>', '_compile') } as CallSite;
}
