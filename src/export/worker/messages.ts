// What the program's thread and the export thread say to each other. Plain data: it is copied from one to the other.

import type { MessagePort } from 'node:worker_threads';
import type { Resource } from '@opentelemetry/resources';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { KeptTick } from '../../model/record/record-segment.js';
import type { TraceDetails } from '../../model/trace-details.js';
import type { SentSignal, UnsentCause } from '../not-sent.js';
import type { LateSpan } from '../traces/tick-spans.js';
import type { SpanData } from './span-data.js';

export type PostedTick = readonly [KeptTick, TraceDetails];

export interface PostedSpans {
  readonly ticks: readonly PostedTick[];
  readonly late: readonly LateSpan[];
  /** Of the program, in no tick. */
  readonly ended: readonly SpanData[];
}

export interface PostedMetrics {
  readonly id: number;
  readonly attributes: Resource['attributes'];
  readonly scopeMetrics: ResourceMetrics['scopeMetrics'];
}

export type ToExportThread =
  /** Before everything else: what the spans are sent with. */
  | { readonly resource: Resource['attributes'] }
  | { readonly spans: PostedSpans }
  | { readonly metrics: PostedMetrics }
  /** Send all that waits, and say so. */
  | { readonly flush: number };

export interface LostSpans {
  readonly cause: UnsentCause;
  readonly count: number;
  readonly reason?: string;
}

/** What came of an export of metrics. */
export interface SentMetrics {
  readonly error?: string;
  /** Data points that the collector did not keep, and why. */
  readonly rejected?: number;
  readonly rejection?: string;
}

export type FromExportThread =
  /** So many spans more were sent or lost. In one message: the program's thread may read them at any moment, and end. */
  | { readonly settled: number; readonly lost: readonly LostSpans[] }
  /** An attempt has failed, or nothing answers. */
  | { readonly failing: SentSignal; readonly reason: string }
  | { readonly taken: SentSignal }
  /** For a person. */
  | { readonly say: string }
  | ({ readonly sentMetrics: number } & SentMetrics)
  | { readonly flushed: number };

/** What the export thread is started with. Its presence tells that thread what it is. */
export interface ExportThreadData {
  readonly tickscopeExport: {
    readonly port: MessagePort;
    /** Cell 0 counts the flushes: a program that ends at once waits for that. */
    readonly flushes: Int32Array;
    readonly maxRequestSize: number;
    readonly delayMillis: number;
    readonly exportTimeoutMillis: number;
    readonly sendsTraces: boolean;
    readonly sendsMetrics: boolean;
  };
}

/** @param given to the thread with which it was started */
export function isExportThread(given: unknown): given is ExportThreadData {
  return typeof given === 'object' && given !== null && Object.hasOwn(given, 'tickscopeExport');
}
