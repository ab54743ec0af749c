// Why the times of a run say little of the program: somebody else had the machine, Tickscope was most of it, or ticks are missing.

import { formatCount, formatShare } from '../../model/format-units.js';
import type { Report } from '../../model/report/report.js';
import type { Share } from '../../model/units.js';
import { itemsBy } from '../items-by.js';

/** A percentile of fewer is chance. */
const LEAST_TICKS = 100;
/** Share of the busy time. Above it, the times depend on what other programs did. */
const MOST_STANDING_SHARE = 0.2;
/** Of the durations of ticks. */
const MOST_OVERHEAD_SHARE = 0.5;
/** Of all ticks. */
const MOST_MISSING_SHARE = 0.01;

/** A synchronous call waits on purpose, and hides what the machine did meanwhile. */
const STANDING_FINDING = 'synchronous-calls';

interface Doubt {
  readonly about: 'few ticks' | 'stored traces' | 'other work' | 'own work' | 'missing ticks';
  /** Without a full stop. */
  readonly text: string;
  /** Of two about the same, the larger is the worse. */
  readonly weight: number;
}

/** @returns one of each kind at most; empty where nothing speaks against the times */
function doubtsOf({ ticks, overhead, processor, losses, findings, source }: Report): Doubt[] {
  const doubts: Doubt[] = [];
  const doubt = (about: Doubt['about'], weight: number, text: string): void => {
    doubts.push({ about, text, weight });
  };
  if (ticks.count < LEAST_TICKS) {
    const text = `${formatCount(ticks.count)} ticks ended, and it takes ${LEAST_TICKS} to say how long they take`;
    doubt('few ticks', -ticks.count, text);
  }
  if (source !== undefined) doubt('stored traces', 0, 'stored traces are some of all ticks');
  const { standingShare = 0 } = processor ?? {};
  if (standingShare > MOST_STANDING_SHARE && findings.every(({ id }) => id !== STANDING_FINDING)) {
    const share = formatShare(standingShare as Share);
    const text = `${share} of the time in which the event loop was busy, nothing of the program ran: the machine had other work`;
    doubt('other work', standingShare, text);
  }
  if (overhead.insideTickShare > MOST_OVERHEAD_SHARE) {
    const text = `${formatShare(overhead.insideTickShare)} of the durations of ticks is Tickscope's own work`;
    doubt('own work', overhead.insideTickShare, text);
  }
  const missing = losses.find(({ cause }) => cause === 'ticks_in_missing_segments')?.count ?? 0;
  if (missing > MOST_MISSING_SHARE * (ticks.count + missing)) {
    doubt('missing ticks', missing, `${formatCount(missing)} ticks are in segments that are missing`);
  }
  return doubts;
}

/** @returns a text for each kind: of several runs, in how many it is so, and how it is in the worst of them */
export function doubtTexts(reports: readonly Report[]): string[] {
  const byKind = itemsBy(reports.flatMap(doubtsOf), ({ about }) => about);
  return [...byKind.values()].map((doubts) => {
    const { text } = doubts.reduce((worst, one) => (one.weight > worst.weight ? one : worst));
    return reports.length === 1 ? text : `in ${doubts.length} of ${reports.length} runs, at worst: ${text}`;
  });
}
