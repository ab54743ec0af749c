// Which functions handle market events, from what their calls looked like and who called whom.
//
// A market event passes through a chain of functions, and the tick is the outermost that is called once for each: not the
// one that hands out a whole list of events, and none that is called by the tick. Beside it stand functions that only change
// the event's form; their names tell.

import type { ObservedFunctionRow } from '../../model/record/observations.js';

/** A caller hands events out where it calls this many times as often as it is called. */
const HANDS_OUT = 3;
const CHANGES_FORM =
  /(?:^|\.)_*(?:parse|format|normali[sz]e|to|from|as|map|is|has|can|valid\w*|log|print|serialize|encode|decode|key|hash|compare|equals?|clone|copy|render|convert|get|filter|sort|make|create|build|wrap|describe|stringify|adapt|translate|extract|unpack|decorate|with)(?=[A-Z_\d]|$)/;

/** @param functions of one process; @returns the likeliest first */
export function likelyTicks(functions: readonly ObservedFunctionRow[]): ObservedFunctionRow[] {
  const calledWithin = functions.map((_place, position) =>
    functions.reduce((sum, { within }) => sum + (within[position] ?? 0), 0),
  );
  const handsOut = functions.map((observed, position) => isDispenser(observed, position, functions));
  return functions
    .map((observed, position) => ({
      observed,
      inside: insideOf(observed, handsOut),
      callsOthers: calledWithin[position] !== 0,
    }))
    .filter(({ observed: { tick, calls }, inside }, position) => {
      if (tick === undefined || handsOut[position] === true) return false;
      return tick.calls * 2 >= calls && inside * 2 < tick.calls;
    })
    .map(({ observed, callsOthers }) => ({ observed, score: scoreOf(observed, callsOthers) }))
    .toSorted(
      (left, right) =>
        right.score - left.score ||
        (right.observed.tick?.calls ?? 0) - (left.observed.tick?.calls ?? 0) ||
        right.observed.totalNanos - left.observed.totalNanos,
    )
    .map(({ observed }) => observed);
}

/** Whether its calls are all about events that others, inside it, are called for one by one. */
function isDispenser(
  observed: ObservedFunctionRow,
  position: number,
  functions: readonly ObservedFunctionRow[],
): boolean {
  const calls = observed.tick?.calls ?? 0;
  const most = Math.max(0, ...functions.map(({ within }) => within[position] ?? 0));
  if (most === 0) return false;
  // A listener with a name is the better line than its event.
  if (observed.kind === 'event') return most * 2 >= calls;
  return most >= calls * HANDS_OUT && most > 1 && (observed.takesList || calls <= 2);
}

/** Calls inside other ticks that are no dispensers. */
function insideOf({ within }: ObservedFunctionRow, handsOut: readonly boolean[]): number {
  return Object.entries(within).reduce((sum, [position, calls]) => (handsOut[Number(position)] ? sum : sum + calls), 0);
}

function scoreOf({ name, tick, rule }: ObservedFunctionRow, callsOthers: boolean): number {
  return (
    (rule === undefined ? 0 : 3) +
    (tick?.certain === true ? 2 : 0) +
    (callsOthers ? 1 : 0) -
    (CHANGES_FORM.test(name) ? 4 : 0) -
    ((tick?.calls ?? 0) <= 1 ? 2 : 0)
  );
}
