// Exemplars in requests for metrics, read by an independent reader: there, and everything else as OpenTelemetry's serializers wrote it.

import { ValueType } from '@opentelemetry/api';
import { JsonMetricsSerializer, ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  DataPointType,
  type MetricData,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import type { PointExemplar } from '../../../src/export/metrics/exemplars.js';
import { writeExemplars } from '../../../src/export/otlp/write-exemplars.js';
import { METRICS_MESSAGE } from '../../support/otlp-collector.js';
import { decode } from '../../support/protobuf.js';

const exemplar = (digit: string, value: number): PointExemplar => ({
  timeUnixNano: '1764000000123456789',
  value,
  traceId: digit.repeat(32),
  spanId: digit.repeat(16),
  filteredAttributes: { 'tickscope.kept.reason': 'größer als “slow”' },
});

const of = (name: string): MetricData['descriptor'] => ({
  name,
  unit: 's',
  description: 'x'.repeat(200),
  valueType: ValueType.DOUBLE,
});

function histogram(name: string, ...exemplars: readonly (readonly PointExemplar[] | undefined)[]): MetricData {
  const dataPoints = exemplars.map((each, place) => ({
    ...{ startTime: [1, 0], endTime: [2, 0], attributes: { place } },
    value: {
      ...{ count: 300, sum: 1.5, min: 0.001, max: 1, scale: 6, zeroCount: 0 },
      positive: { offset: -640, bucketCounts: [100, 200] },
      negative: { offset: 0, bucketCounts: [] },
    },
    ...(each && { exemplars: each }),
  }));
  return {
    descriptor: of(name),
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
    dataPointType: DataPointType.EXPONENTIAL_HISTOGRAM,
    dataPoints,
  } as unknown as MetricData;
}

const counter = {
  descriptor: of('counter'),
  ...{ aggregationTemporality: AggregationTemporality.CUMULATIVE, dataPointType: DataPointType.SUM, isMonotonic: true },
  dataPoints: [{ startTime: [1, 0], endTime: [2, 0], attributes: {}, value: 5 }],
} as unknown as MetricData;

function request(...scopes: readonly (readonly MetricData[])[]): ResourceMetrics {
  return {
    resource: resourceFromAttributes({ 'service.name': 'bot' }),
    scopeMetrics: scopes.map((metrics, place) => ({ scope: { name: `scope ${place}` }, metrics: [...metrics] })),
  };
}

const many = Array.from({ length: 10 }, (_, index) => exemplar('abcdef1234'[index]!, index));
const REQUEST = request(
  [counter, histogram('program', undefined)],
  [
    counter,
    histogram('ticks', undefined, [exemplar('a', 0.25)], undefined, many),
    counter,
    histogram('waits', undefined),
  ],
);

const asOtlp = ({ traceId, spanId, value, timeUnixNano, filteredAttributes }: PointExemplar): object => ({
  ...{ timeUnixNano, asDouble: value, spanId, traceId },
  filteredAttributes: Object.entries(filteredAttributes).map(([key, stringValue]) => ({ key, value: { stringValue } })),
});

/** Takes the exemplars out of what was read. @returns them, with the place of their point */
function takeExemplars(read: unknown): unknown[] {
  const found: unknown[] = [];
  JSON.stringify(read, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('exemplars' in value)) return value;
    found.push(value.exemplars);
    delete value.exemplars;
    return value;
  });
  return found;
}

it.each([
  ['protobuf', ProtobufMetricsSerializer, (bytes: Uint8Array): unknown => decode(bytes, METRICS_MESSAGE)],
  ['json', JsonMetricsSerializer, (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString())],
] as const)('writes them into %s, and nothing else', (encoding, serializer, read) => {
  const stock = serializer.serializeRequest(REQUEST)!;
  const written = read(writeExemplars(stock, REQUEST, encoding));
  expect(takeExemplars(written)).toEqual([[asOtlp(exemplar('a', 0.25))], many.map(asOtlp)]);
  expect(written).toEqual(read(stock));
});

it('leaves a request without them as it is, to the byte', () => {
  const plain = request([counter, histogram('ticks', undefined)]);
  const bytes = ProtobufMetricsSerializer.serializeRequest(plain)!;
  expect(writeExemplars(bytes, plain, 'protobuf')).toBe(bytes);
});
