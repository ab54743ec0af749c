// From the pieces of sources, whatever their format, to one segment: what all readers share.

import { nearestNames } from '../config/nearest-name.js';
import { formatCount } from '../model/format-units.js';
import { NameTable } from '../model/name-table.js';
import type { StoredSegment } from '../model/record/record-segment.js';
import type { ReportLoss } from '../model/report/report.js';
import type { SourceFormat, TraceSource } from '../model/report/trace-source.js';
import type { Nanoseconds } from '../model/units.js';
import { UnusableSourceError } from '../model/unusable-source-error.js';
import { IngestLosses } from './losses.js';
import { JAEGER_RESOLUTION_NANOS, JaegerSpans } from './jaeger/json.js';
import { type JsonObject, objectOf, objectsOf } from './json/json-values.js';
import { JsonSpans } from './otlp/json.js';
import { ProtobufSpans } from './otlp/protobuf.js';
import type { ReadSpan } from './spans/read-span.js';
import { SourceProcesses } from './spans/source-processes.js';
import { SpanClasses } from './spans/span-classes.js';
import { PagedTraces } from './traces/paged-traces.js';
import { StoredTickSums } from './traces/stored-tick-sums.js';
import { StoredTraces } from './traces/stored-traces.js';

export interface TraceIngestOptions {
  /** Names of the spans that are ticks; none: those that Tickscope says are. */
  readonly roots: readonly string[];
  /** Ticks of others are left out. */
  readonly symbol?: string | undefined;
  /** Ticks that ended before are left out. */
  readonly sinceUnixMillis?: number | undefined;
  /** A trace can come again in a later page, and counts once. */
  readonly inPages?: boolean;
}

export interface ReadTraces {
  readonly segment: StoredSegment;
  readonly source: TraceSource;
  readonly losses: readonly ReportLoss[];
}

/** Of root spans, so many names are proposed. */
const NAMES_PROPOSED = 5;
/** Of ticks: from then on the times of all are taken as rounded. */
const MOSTLY = 0.9;

export class TraceIngest {
  readonly losses: IngestLosses = new IngestLosses();
  readonly #roots: readonly string[];
  readonly #symbol: string | undefined;
  readonly #formats = new Set<SourceFormat>();
  readonly #processes = new SourceProcesses();
  readonly #table: StoredTraces;
  readonly #sums: StoredTickSums;
  readonly #protobuf: ProtobufSpans;
  readonly #json: JsonSpans;
  readonly #jaeger: JaegerSpans;
  readonly #pages: PagedTraces | undefined;
  #otherSignals = 0;

  constructor({ roots, symbol, sinceUnixMillis, inPages = false }: TraceIngestOptions) {
    this.#symbol = symbol;
    this.#roots = roots;
    const classes = new SpanClasses(new NameTable(), new Set(roots));
    this.#pages = inPages ? new PagedTraces() : undefined;
    const take = (span: ReadSpan): void => {
      if (this.#pages?.isOfEarlierPage(span.traceId) !== true) this.#table.add(span);
    };
    this.#table = new StoredTraces(this.losses, (trace) => this.#sums.add(trace));
    this.#sums = new StoredTickSums(classes, this.#table, this.losses, this.#processes.list, {
      sinceUnixMillis,
      symbol,
    });
    this.#protobuf = new ProtobufSpans(classes, this.#processes, take);
    this.#json = new JsonSpans(classes, this.#processes, take);
    this.#jaeger = new JaegerSpans(classes, this.#processes, take);
  }

  beginPage(): void {
    this.#pages?.begin();
  }

  get tracesInPage(): number {
    return this.#pages?.inPage ?? 0;
  }

  /** @throws DamagedMessage behind what was taken */
  protobufRequest(bytes: Uint8Array): void {
    this.#formats.add('otlp-protobuf');
    this.#protobuf.readRequest(bytes);
  }

  /** @throws DamagedMessage behind what was taken */
  protobufResourceSpans(bytes: Uint8Array): void {
    this.#formats.add('otlp-protobuf');
    this.#protobuf.readResourceSpans(bytes);
  }

  /** @param key of the list that it is in @returns whether it is anything that has spans, or of another signal */
  jsonElement(key: string, element: JsonObject): boolean {
    if (key === 'resourceMetrics' || key === 'resourceLogs') {
      this.#otherSignals++;
      return true;
    }
    if (Array.isArray(element['spans'])) {
      this.#formats.add('jaeger-json');
      this.#sums.resolutionNanos = JAEGER_RESOLUTION_NANOS;
      this.#jaeger.readTrace(element);
      return true;
    }
    const nested = element['resourceSpans'] ?? element['resource_spans'] ?? element['batches'];
    const resources = nested === undefined ? [element] : objectsOf(nested);
    let isTraces = false;
    for (const resource of resources) {
      if (!['scopeSpans', 'scope_spans', 'instrumentationLibrarySpans'].some((name) => name in resource)) continue;
      this.#formats.add('otlp-json');
      this.#json.readResourceSpans(resource);
      isTraces = true;
    }
    return isTraces || objectOf(element['resource']) === element['resource'];
  }

  /** @param from the sources, for messages @throws UnusableSourceError where no tick is among the spans */
  finish(from: string): ReadTraces {
    this.#table.closeAll();
    const sums = this.#sums;
    const segment = sums.toSegment();
    if (segment === undefined) throw new UnusableSourceError(`${from} ${this.#whyNoTick()}`);
    const source: TraceSource = {
      formats: [...this.#formats],
      population: this.#roots.length > 0 ? 'named' : 'kept',
      reasons: Object.fromEntries(sums.reasons),
      roots: this.#roots,
      ...(this.#symbol !== undefined && { symbol: this.#symbol, ticksOfOthers: sums.ticksOfOthers }),
      ...(this.#roots.length === 0 &&
        sums.slowFromNanos < Infinity && { slowFromNanos: sums.slowFromNanos as Nanoseconds }),
      traces: sums.traces,
      spans: sums.spans,
      spansOutsideTicks: sums.spansOutsideTicks,
      ...(this.#roots.length > 0 && sums.wholeMillisecondTicks > MOSTLY * sums.ticks && { roundedToMillis: true }),
    };
    return { segment, source, losses: this.losses.toList() };
  }

  #whyNoTick(): string {
    const sums = this.#sums;
    if (sums.ticksOfOthers > 0 && this.#symbol !== undefined) return whyNoTickOf(this.#symbol, sums);
    if (sums.ticksBefore > 0)
      return `holds ${formatCount(sums.ticksBefore)} ticks, all before that time. Ask for an earlier one.`;
    if (sums.spans === 0) {
      const losses = this.losses.toList().map(({ count, text }) => `${formatCount(count)} ${text}`);
      if (losses.length > 0) return `holds no span that can be read: ${losses.join('; ')}.`;
      return this.#otherSignals > 0
        ? 'holds metrics or logs, and no spans. Give the file of the traces pipeline.'
        : 'holds no spans. Give a file with OTLP traces, as the collector’s file exporter writes it, or one from Jaeger.';
    }
    const names = this.#sums.rootNames.most(NAMES_PROPOSED);
    const roots = names.map(([name, count]) => `${JSON.stringify(name)} (${formatCount(count)})`).join(', ');
    const spans = `${formatCount(sums.spans)} spans of ${formatCount(sums.traces)} traces`;
    if (names.length === 0) return `holds ${spans}, and the ticks that they belong to are not there.`;
    const example = `--root ${JSON.stringify(names[0]?.[0])}`;
    return this.#roots.length > 0
      ? `holds ${spans}, none of them ${this.#roots.map((name) => JSON.stringify(name)).join(' or ')}. Root spans there: ${roots}. Give one of these, for example ${example}.`
      : `holds ${spans}, and none says that it is a tick: they are not Tickscope’s. Name the spans that are ticks, for example ${example}. Root spans there: ${roots}.`;
  }
}

function whyNoTickOf(symbol: string, { ticksOfOthers, symbols }: StoredTickSums): string {
  const ticks = `holds ${formatCount(ticksOfOthers)} ticks, none of them of --symbol ${JSON.stringify(symbol)}.`;
  const nearest = nearestNames(symbol, symbols).map((name) => JSON.stringify(name));
  return nearest.length === 0
    ? `${ticks} No tick has a symbol there: it is the attribute tickscope.symbol.`
    : `${ticks} The nearest of ${formatCount(symbols.length)} that are there: ${nearest.join(', ')}.`;
}
