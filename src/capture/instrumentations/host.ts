// What the process gives to each instrumentation.

import type { Context, TracerProvider } from '@opentelemetry/api';
import type { CacheCounters } from '../../model/cache-counters.js';
import type { AskedValues } from '../../model/reuse/asked-values.js';
import type { ExternalCounters } from '../../model/external-counters.js';
import type { PoolCounters } from '../../model/pool-counters.js';
import type { NameTable } from '../../model/name-table.js';
import type { SpanNaming } from '../otel/recorder-tracer.js';
import type { SdkSpan, StartedSpan } from '../otel/sdk-span.js';
import type { Orders } from '../recorder/orders.js';
import type { Recorder } from '../recorder/recorder.js';
import type { ProgramFiles } from '../load/program-files.js';
import type { AnyFunction } from '../rules/any-function.js';
import type { ConfiguredEvents, Instrumentation } from '../rules/instrumentation.js';
import type { Match } from '../rules/match.js';

/** Reads the spans of an SDK. Must not throw. */
export interface SpanReader {
  start(span: StartedSpan, parentContext: Context): void;
  end(span: SdkSpan): unknown;
}

export interface Host {
  readonly recorder: Recorder;
  readonly names: NameTable;
  readonly caches: CacheCounters;
  readonly askedValues: AskedValues;
  readonly pools: PoolCounters;
  readonly externals: ExternalCounters;
  readonly orders: Orders;
  /** Requests that the program makes in a tick get `traceparent`. */
  readonly propagates: boolean;
  /** The events that the configuration names. */
  readonly configured: ConfiguredEvents;
  /** Reads the spans that the program makes on an SDK of its own. */
  readonly programSpans: SpanReader;
  /** Names of OpenTelemetry instrumentations: Tickscope records their calls itself and ignores their spans. */
  readonly recordedScopes: Set<string>;
  readonly programFiles: ProgramFiles;
  readonly workingDirectory: string;
  /** @returns the wrapper of a function, which records its calls as `match` says */
  wrap(original: AnyFunction, match: Match, location?: string): AnyFunction;
  /** @returns what to add as a listener where it is measured in its own body, so that a wrapper would count its calls twice */
  measuredListener(listener: AnyFunction): AnyFunction | undefined;
  /** Whether nothing in a function's text handles what it is given: it only hands that on. */
  isRelay(candidate: AnyFunction): boolean;
  /** @returns tracers that write records, for an instrumentation of OpenTelemetry */
  tracerProvider(naming: SpanNaming): TracerProvider;
  /** Called for each copy of the OpenTelemetry API that the program loads. */
  apiLoaded(exports: unknown, version: string): void;
  /** Called for a synchronous call that took long, inside a tick or not, with its name and location. */
  onSlowCall(text: string, nanos: number): void;
  /** Called at the begin of a query that is recorded without a tracer. */
  onQuery(): void;
  /** Called when a request that does not only read, or a message, begins to go out, and belongs to no order. */
  onSend(): void;
  /** Called for an error of an instrumentation, which must not reach the program. */
  onError(name: string, error: unknown): void;
}

/** Makes an instrumentation. The list in `index.ts` is made of these. */
export type MakeInstrumentation = (host: Host) => Instrumentation;
