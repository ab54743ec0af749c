// What the collector tells of itself and of spans, every ten seconds.

import { eventually } from './eventually.js';
import { type Stack, valueInPrometheus } from './servers.js';

/** Waits until what was sent, refused by Prometheus and sampled is in Prometheus as rates: a sum is there when all its parts are. */
export async function untilCollectorTells(stack: Stack): Promise<void> {
  const counters = [
    'otelcol_receiver_accepted_log_records_total',
    'otelcol_exporter_send_failed_metric_points_total',
    'tickscope_sample_calls_total',
  ];
  const rates = counters.map((name) => `count(rate(${name}[4m]) > 0)`);
  const count = await eventually(
    () => valueInPrometheus(stack, rates.join(' + ')),
    (value) => value !== undefined,
  );
  if (count === undefined) throw new Error(`Prometheus has no rate of one of ${counters.join(', ')}`);
}
