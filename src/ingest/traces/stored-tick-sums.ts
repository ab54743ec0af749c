// Adds the ticks of traces up to a record segment, as a running program adds up its own.

import { keptTickOf } from '../../aggregate/kept-tick.js';
import { slowestFirst } from '../../aggregate/kept-selection.js';
import { SegmentAccumulator } from '../../aggregate/segment-accumulator.js';
import { WhatIf } from '../../aggregate/what-if/what-if.js';
import type { KeptReason, KeptTick, ProcessInfo, StoredSegment } from '../../model/record/record-segment.js';
import { durationOf } from '../../model/tick-trace.js';
import type { Nanoseconds, UnixMilliseconds } from '../../model/units.js';
import type { IngestLosses } from '../losses.js';
import { unixMillisOfParts, unixNanosOf } from '../spans/read-span.js';
import type { SpanClasses } from '../spans/span-classes.js';
import { RootNames } from './root-names.js';
import { StoredAnalysis } from './stored-analysis.js';
import { HELD_WHOLE_MILLISECOND, NO_SPAN } from './span-store.js';
import { TickTree } from './tick-tree.js';
import type { HeldTrace, StoredTraces, TickDetail } from './stored-traces.js';
import { TraceTree } from './trace-tree.js';

/** The report shows fewer. */
const SLOWEST_KEPT = 64;

/** What p95 would be of all ticks cannot be told from some of them. */
class WithoutWhatIf extends WhatIf {
  override add(): void {}
}

export class StoredTickSums {
  readonly reasons: Map<KeptReason, number> = new Map();
  readonly rootNames: RootNames = new RootNames();
  traces = 0;
  spans = 0;
  ticks = 0;
  /** The shortest tick that was kept because it was slow. */
  slowFromNanos: number = Infinity;
  /** Of ticks, and those that began at a whole millisecond. */
  wholeMillisecondTicks = 0;
  /** Ticks that ended before the window. */
  ticksBefore = 0;
  /** Of symbols that were not asked for. */
  ticksOfOthers = 0;
  spansOutsideTicks = 0;
  readonly #classes: SpanClasses;
  readonly #table: StoredTraces;
  readonly #losses: IngestLosses;
  readonly #sinceUnixMillis: number | undefined;
  /** Whose ticks count; absent: everybody's. */
  readonly #symbol: string | undefined;
  readonly #tree: TraceTree;
  readonly #tick: TickTree;
  readonly #analysis: StoredAnalysis;
  readonly #accumulator: SegmentAccumulator;
  readonly #processes: readonly ProcessInfo[];
  readonly #kept: KeptTick[] = [];
  #shortestKept = -1;
  #fromUnixMillis = Infinity;
  #toUnixMillis = -Infinity;

  constructor(
    classes: SpanClasses,
    table: StoredTraces,
    losses: IngestLosses,
    processes: readonly ProcessInfo[],
    {
      sinceUnixMillis,
      symbol,
    }: { readonly sinceUnixMillis?: number | undefined; readonly symbol?: string | undefined },
  ) {
    this.#classes = classes;
    this.#table = table;
    this.#losses = losses;
    this.#processes = processes;
    this.#sinceUnixMillis = sinceUnixMillis;
    this.#symbol = symbol;
    this.#tree = new TraceTree(table.spans, losses);
    this.#tick = new TickTree(table.spans, this.#tree, losses, !classes.hasRoots);
    this.#analysis = new StoredAnalysis(this.#tick);
    this.#accumulator = new SegmentAccumulator(
      classes.names,
      this.#analysis,
      undefined,
      undefined,
      undefined,
      new WithoutWhatIf(),
    );
  }

  /** That ticks have. */
  get symbols(): readonly string[] {
    return this.#classes.symbols.all;
  }

  /** Of the times of the source. */
  set resolutionNanos(nanos: number) {
    this.#tick.resolutionNanos = nanos;
  }

  add(trace: HeldTrace): void {
    const tree = this.#tree;
    tree.read(trace);
    this.traces++;
    this.spans += tree.count;
    this.spansOutsideTicks += tree.outside;
    for (const root of tree.roots) this.#addRoot(root);
    for (const tick of tree.ticks) if (!this.#isInner(tick)) this.#addTick(tick, trace);
  }

  /** A tick by its name inside of another one. */
  #isInner(tick: number): boolean {
    if (!this.#classes.hasRoots) return false;
    const { parents } = this.#tree;
    let parent = parents[tick] as number;
    while (parent !== NO_SPAN && !this.#tree.isTick(parent)) parent = parents[parent] as number;
    return parent !== NO_SPAN;
  }

  #addRoot(root: number): void {
    const spanClass = this.#table.spans.classes[this.#tree.places[root] as number];
    if (spanClass === undefined) return;
    if (spanClass.isOperation && !this.#classes.hasRoots) this.#losses.add('spans_whose_tick_is_missing');
    else this.rootNames.add(spanClass.spanName);
  }

  #addTick(span: number, trace: HeldTrace): void {
    const tick = this.#tick;
    const place = this.#tree.places[span] as number;
    const startMillis =
      unixMillisOfParts(trace.baseHigh, trace.baseLow) + (this.#table.spans.startNanos[place] as number) / 1e6;
    const endMillis = startMillis + (this.#table.spans.durationNanos[place] as number) / 1e6;
    if (this.#sinceUnixMillis !== undefined && endMillis <= this.#sinceUnixMillis) {
      this.ticksBefore++;
      return;
    }
    const details = this.#table.tickDetails.get(place);
    const { symbolId = 0, reason = 'found' } = details ?? {};
    const symbol = this.#classes.symbols.symbolOf(symbolId);
    if (this.#symbol !== undefined && symbol !== this.#symbol) {
      this.ticksOfOthers++;
      return;
    }
    this.#fromUnixMillis = Math.min(this.#fromUnixMillis, startMillis);
    this.#toUnixMillis = Math.max(this.#toUnixMillis, endMillis);
    this.ticks++;
    if (((this.#table.spans.flags[place] as number) & HELD_WHOLE_MILLISECOND) !== 0) this.wholeMillisecondTicks++;
    this.#accumulator.tickStarted();
    tick.read(span, this.#operationEnded);
    this.#accumulator.tickClosed(tick, symbol);
    if (details !== undefined) this.#addEvent(details);
    if (reason === 'slow') this.slowFromNanos = Math.min(this.slowFromNanos, durationOf(tick));
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
    if (trace.isRest) this.#losses.add('ticks_in_parts');
    if (this.#analysis.isIncomplete) this.#losses.add('ticks_with_missing_spans');
    this.#keep(place, trace, symbol, reason);
  }

  /** The time before a tick is in no ranking: who held the loop then is in no span. */
  #addEvent({ waitBeforeNanos, waitBasis, responseNanos, ageNanos }: TickDetail): void {
    const { arrivals } = this.#accumulator;
    if (waitBasis !== undefined && waitBeforeNanos >= 0) {
      // By the clock, with Tickscope's work in it, which the tick's own duration leaves out.
      const sinceBegin = responseNanos >= waitBeforeNanos ? responseNanos - waitBeforeNanos : durationOf(this.#tick);
      arrivals.waited(waitBasis, waitBeforeNanos as Nanoseconds, sinceBegin as Nanoseconds);
    }
    if (ageNanos >= 0) arrivals.aged(ageNanos as Nanoseconds, 0 as Nanoseconds);
  }

  readonly #operationEnded = (operationId: number, durationNanos: number, flags: number): void =>
    this.#accumulator.operationEnded(operationId, durationNanos as Nanoseconds, flags);

  #keep(
    place: number,
    { traceId, baseHigh, baseLow }: HeldTrace,
    symbol: string | undefined,
    reason: KeptReason,
  ): void {
    const duration = durationOf(this.#tick);
    if (duration <= this.#shortestKept) return;
    const base = unixNanosOf(baseHigh, baseLow);
    const process = this.#processes[this.#table.spans.processNumbers[place] as number]?.id ?? '';
    const id = Array.from(traceId, (part) => part.toString(16).padStart(8, '0')).join('');
    const unixNanos = (nanos: number): bigint => base + BigInt(Math.round(nanos));
    this.#kept.push(
      keptTickOf({ traceId: id, symbol }, this.#tick, this.#classes.names, { process, reason, unixNanos }),
    );
    if (this.#kept.length < 2 * SLOWEST_KEPT) return;
    this.#kept.sort(slowestFirst).splice(SLOWEST_KEPT);
    this.#shortestKept = this.#kept.at(-1)?.durationNanos ?? -1;
  }

  /** @returns `undefined` where there is no tick */
  toSegment(): StoredSegment | undefined {
    if (this.ticks === 0) return undefined;
    const segment = this.#accumulator.toSegment({
      fromUnixMillis: this.#fromUnixMillis as UnixMilliseconds,
      toUnixMillis: this.#toUnixMillis as UnixMilliseconds,
      processes: this.#processes,
      caches: [],
      externals: [],
      instrumented: [],
      notSeen: [],
      profiles: [],
      memory: [],
    });
    return { ...segment, kept: this.#kept.toSorted(slowestFirst).slice(0, SLOWEST_KEPT), warmup: false };
  }
}
