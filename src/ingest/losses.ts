// What of a source is in no number of its report, by cause.

import { type LossId, lossText } from '../model/losses.js';
import type { ReportLoss } from '../model/report/report.js';

const TEXTS = {
  spans_without_ids: 'spans without a trace or span id',
  spans_with_impossible_times: 'spans with impossible times: before 1970, an end before the start, or over 100 days',
  spans_twice: 'spans that came twice, or whose id another span of their trace has: counted once',
  spans_in_a_circle: 'spans that are their own ancestors',
  spans_whose_tick_is_missing: 'operations whose tick is not in the source',
  spans_of_others: 'spans in the traces of ticks that Tickscope did not place there: of other services',
  spans_beside_their_parents:
    'spans that end before their parent starts, or hold it: clocks that differ; not in their tick’s tree',
  ticks_in_parts: 'ticks whose spans stand so far apart in the source that some may be missing',
  ticks_with_missing_spans: 'ticks of which spans are missing: their times are right, their trees have gaps',
} as const;

export type IngestLossId = keyof typeof TEXTS | Extract<LossId, 'spans_beyond_tree' | 'spans_with_given_times'>;

export class IngestLosses {
  readonly #counts = new Map<IngestLossId, number>();

  add(id: IngestLossId, count = 1): void {
    if (count > 0) this.#counts.set(id, (this.#counts.get(id) ?? 0) + count);
  }

  of(id: IngestLossId): number {
    return this.#counts.get(id) ?? 0;
  }

  toList(): ReportLoss[] {
    return [...this.#counts].map(([cause, count]) => ({ cause, count, text: textOf(cause) }));
  }
}

function textOf(id: IngestLossId): string {
  return Object.hasOwn(TEXTS, id) ? TEXTS[id as keyof typeof TEXTS] : lossText(id);
}
