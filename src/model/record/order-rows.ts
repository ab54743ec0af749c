// What became of orders: rows of a record segment, by venue, symbol and what was asked for. Sums, all exact.

import type { HistogramData } from '../histogram/exponential-histogram.js';
import type { OrderName } from '../orders.js';

export interface OrderRow extends OrderName {
  /** Orders that began. */
  readonly count: number;
  /** Orders that came to an end, whenever they began. */
  readonly ended: number;
  /** Those of them that failed. */
  readonly failed: number;
  /** Scale 4. Of orders in a tick, or of what it left behind: from the tick's begin until the order began. */
  readonly decisions: HistogramData;
  /** Scale 4. From there until the first request of it had gone out that is no mere reading; nothing where none was seen. */
  readonly sendings: HistogramData;
  /** Scale 4. From there, or from its begin where nothing was seen to go out, to its end. Of orders that did not fail. */
  readonly acknowledgements: HistogramData;
}
