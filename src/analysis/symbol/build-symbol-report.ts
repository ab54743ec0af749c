// The report of one symbol, from the rows of a record that are kept by symbol. What is summed over all symbols is not shared out among them.

import { EMPTY_SEGMENT } from '../../aggregate/empty-segment.js';
import { MergedRecord } from '../../aggregate/merge-record-segments.js';
import { ExponentialHistogram } from '../../model/histogram/exponential-histogram.js';
import { OTHER } from '../../model/operation.js';
import type { GroupRow, StoredSegment } from '../../model/record/record-segment.js';
import type { Report } from '../../model/report/report.js';
import { SYMBOL_SCHEMA, type SymbolReport, type SymbolTicks } from '../../model/report/symbol-report.js';
import type { Share } from '../../model/units.js';
import { ReportBuilder, SLOWEST_TICKS } from '../build-report.js';
import { slowTick } from '../slow-ticks.js';
import { symbolLimits } from './symbol-limits.js';

/** Where the record has no numbers of the symbol. */
export interface NoSuchSymbol {
  /** That it has numbers of, `__other__` aside. */
  readonly symbols: readonly string[];
  /** Ticks of symbols that have none of their own: it may be among these. */
  readonly otherTicks: number;
}

export class SymbolReportBuilder {
  readonly #symbol: string;
  /** Of all symbols. */
  readonly #all = new ReportBuilder();
  readonly #own = new MergedRecord();

  constructor(symbol: string) {
    this.#symbol = symbol;
  }

  /** Of one run, in any order. */
  add(segment: StoredSegment): void {
    const { fromUnixMillis, toUnixMillis, processes, groups, kept } = segment;
    this.#all.add(segment);
    this.#own.add({
      ...EMPTY_SEGMENT,
      fromUnixMillis,
      toUnixMillis,
      processes,
      groups: groups.filter(({ dimension, name }) => dimension === 'symbol' && name === this.#symbol),
      kept: kept.filter(({ symbol }) => symbol === this.#symbol),
    });
  }

  /** @param notes what the reader of the sources had to say */
  build(notes: readonly string[]): SymbolReport | NoSuchSymbol {
    const report = this.#all.build(notes);
    const { groups: [group] = [], kept = [] } = this.#own.toSegment() ?? {};
    if (group === undefined) return noSuchSymbol(report);
    const isOfSymbol = (row: { readonly symbol?: string }): boolean => row.symbol === this.#symbol;
    const profile = report.profile?.rows.find(({ scope, name }) => scope === 'symbol' && name === this.#symbol);
    const slowest = kept.slice(0, SLOWEST_TICKS).map(slowTick);
    return {
      schema: SYMBOL_SCHEMA,
      program: report.program,
      symbol: this.#symbol,
      ticks: ticksOf(group),
      allTicks: allTicksOf(report),
      slowest,
      orders: report.orders.filter(isOfSymbol),
      feed: report.feed.filter(isOfSymbol),
      ...(profile !== undefined && { profile }),
      histograms: { ticks: group.durations },
      limits: symbolLimits(this.#symbol, report, slowest.length),
      notes: report.notes,
    };
  }
}

function ticksOf({ count, failed, underTarget, durations }: GroupRow): SymbolTicks {
  const histogram = ExponentialHistogram.fromData(durations);
  return {
    count,
    failed,
    p50Nanos: histogram.quantile(0.5),
    p95Nanos: histogram.quantile(0.95),
    p99Nanos: histogram.quantile(0.99),
    maxNanos: histogram.maxNanos,
    underTargetShare: (count === 0 ? 0 : underTarget / count) as Share,
  };
}

function allTicksOf({ ticks }: Report): SymbolTicks {
  const { count, failed, p50Nanos, p95Nanos, p99Nanos, maxNanos, underTargetShare } = ticks;
  return { count, failed, p50Nanos, p95Nanos, p99Nanos, maxNanos, underTargetShare };
}

function noSuchSymbol({ ticks: { bySymbol } }: Report): NoSuchSymbol {
  return {
    symbols: bySymbol.map(({ name }) => name).filter((name) => name !== OTHER),
    otherTicks: bySymbol.find(({ name }) => name === OTHER)?.count ?? 0,
  };
}
