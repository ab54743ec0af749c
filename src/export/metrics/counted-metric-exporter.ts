// Counts the collections of metrics that do not arrive: the metrics SDK tells nobody.

import type { ExportResult } from '@opentelemetry/core';
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { SendingOutcome } from '../not-sent.js';
import { isFailure, noAnswerFrom } from '../otlp/failure-reason.js';
import type { ToldResult } from '../otlp/told-delegate.js';

export class CountedMetricExporter implements PushMetricExporter {
  readonly #exporter: PushMetricExporter;
  readonly #outcome: SendingOutcome;
  readonly #at: string;
  /** Collections that have no result. */
  #open = 0;

  /** @param at host and port */
  constructor(exporter: PushMetricExporter, outcome: SendingOutcome, at: string) {
    this.#exporter = exporter;
    this.#outcome = outcome;
    this.#at = at;
  }

  export(metrics: ResourceMetrics, done: (result: ExportResult) => void): void {
    this.#open++;
    this.#exporter.export(metrics, (result) => {
      // Of an exit none is on its way any more: it was counted.
      if (this.#open > 0) {
        this.#open--;
        this.#count(result);
      }
      done(result);
    });
  }

  /** Called when the program ends at once. */
  abandon(): void {
    this.#outcome.abandoned('collections_not_sent', this.#open, noAnswerFrom(this.#at));
    this.#open = 0;
  }

  selectAggregation(type: Parameters<NonNullable<PushMetricExporter['selectAggregation']>>[0]): never {
    return this.#exporter.selectAggregation?.(type) as never;
  }

  selectAggregationTemporality(
    type: Parameters<NonNullable<PushMetricExporter['selectAggregationTemporality']>>[0],
  ): never {
    return this.#exporter.selectAggregationTemporality?.(type) as never;
  }

  forceFlush(): Promise<void> {
    return this.#exporter.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }

  #count(result: ToldResult): void {
    if (isFailure(result)) {
      const reason = result.error?.message ?? 'the exporter gave no reason';
      this.#outcome.failing(reason);
      this.#outcome.lost('collections_not_sent', 1, reason);
      return;
    }
    this.#outcome.taken();
    const { rejected = 0, rejection } = result;
    if (rejected > 0) this.#outcome.lost('data_points_rejected', rejected, rejection);
  }
}
