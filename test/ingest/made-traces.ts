// Made-up spans, written down in each form that is read: by these few lines, so that a reader is tried on what it did not write.

export interface MadeSpan {
  /** Hexadecimal, 32 digits. */
  readonly traceId: string;
  /** 16 digits. */
  readonly spanId: string;
  readonly parentId?: string;
  readonly name: string;
  /** The SDK's number. */
  readonly kind?: number;
  readonly startNanos: bigint;
  readonly endNanos: bigint;
  readonly failed?: true;
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  readonly service?: string;
}

export const BEGIN = 1_795_000_000_000_000_000n;

export function traceIdOf(number: number): string {
  return (number + 1).toString(16).padStart(32, '0');
}

export function spanIdOf(number: number): string {
  return (number + 1).toString(16).padStart(16, '0');
}

/** Of the event of each tick: half a millisecond until its tick, and a quarter of a second old at its end. */
const EVENT = {
  'tickscope.tick.wait': 0.000_5,
  'tickscope.wait.basis': 'stamped',
  'tickscope.tick.response': 0.003,
  'tickscope.tick.age': 0.25,
};

/** A tick as Tickscope exports it, with operations one after the other; each has all of its time to itself. */
export function madeTick(number: number, operationNanos: readonly number[], reason = 'slow'): MadeSpan[] {
  const traceId = traceIdOf(number);
  const begin = BEGIN + BigInt(number) * 1_000_000_000n;
  let at = 1_000;
  const operations = operationNanos.map((nanos, place): MadeSpan => {
    const startNanos = begin + BigInt(at);
    at += nanos;
    return {
      traceId,
      spanId: spanIdOf(place + 1),
      parentId: spanIdOf(0),
      name: `indicator${place}`,
      startNanos,
      endNanos: startNanos + BigInt(nanos),
      attributes: { 'tickscope.operation.kind': 'indicator', ...measured(nanos) },
    };
  });
  const attributes = {
    'tickscope.operation.kind': 'tick',
    'tickscope.kept.reason': reason,
    'tickscope.symbol': 'BTC-USD',
    ...EVENT,
    ...measured(1_000),
  };
  const tick = {
    traceId,
    spanId: spanIdOf(0),
    name: 'onTick',
    startNanos: begin,
    endNanos: begin + BigInt(at),
    attributes,
  };
  return [...operations, tick];
}

function measured(nanos: number): Readonly<Record<string, number>> {
  return { 'tickscope.critical_path_nanos': nanos, 'tickscope.self_nanos': nanos };
}

function byService(spans: readonly MadeSpan[]): Map<string, MadeSpan[]> {
  const services = new Map<string, MadeSpan[]>();
  for (const span of spans) {
    const { service = 'bot' } = span;
    services.set(service, [...(services.get(service) ?? []), span]);
  }
  return services;
}

function jsonAttributes(attributes: Readonly<Record<string, unknown>>): unknown[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value:
      typeof value === 'string'
        ? { stringValue: value }
        : typeof value === 'boolean'
          ? { boolValue: value }
          : Number.isInteger(value)
            ? { intValue: String(value) }
            : { doubleValue: value },
  }));
}

/** One request, without a line break. */
export function otlpJson(spans: readonly MadeSpan[]): string {
  const resourceSpans = [...byService(spans)].map(([service, own]) => ({
    resource: { attributes: jsonAttributes({ 'service.name': service }) },
    scopeSpans: [
      {
        scope: { name: 'made' },
        spans: own.map((span) => ({
          traceId: span.traceId,
          spanId: span.spanId,
          ...(span.parentId !== undefined && { parentSpanId: span.parentId }),
          name: span.name,
          kind: (span.kind ?? 0) + 1,
          startTimeUnixNano: String(span.startNanos),
          endTimeUnixNano: String(span.endNanos),
          attributes: jsonAttributes(span.attributes ?? {}),
          status: span.failed === true ? { code: 2 } : {},
        })),
      },
    ],
  }));
  return JSON.stringify({ resourceSpans });
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}

function field(number: number, content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

function fixed64(number: number, value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return Buffer.concat([varint(number * 8 + 1), bytes]);
}

function anyValue(value: string | number | boolean): Buffer {
  if (typeof value === 'string') return field(1, value);
  if (typeof value === 'boolean') return Buffer.concat([varint(16), varint(Number(value))]);
  if (Number.isInteger(value)) return Buffer.concat([varint(24), varint(value)]);
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([varint(33), bytes]);
}

function attributeFields(number: number, attributes: NonNullable<MadeSpan['attributes']>): Buffer[] {
  return Object.entries(attributes).map(([key, value]) =>
    field(number, Buffer.concat([field(1, key), field(2, anyValue(value))])),
  );
}

/** One request. */
export function otlpProtobuf(spans: readonly MadeSpan[]): Buffer {
  const resources = [...byService(spans)].map(([service, own]) => {
    const resource = field(1, Buffer.concat(attributeFields(1, { 'service.name': service })));
    const scope = field(
      2,
      Buffer.concat([field(1, field(1, 'made')), ...own.map((span) => field(2, spanBytes(span)))]),
    );
    return field(1, Buffer.concat([resource, scope]));
  });
  return Buffer.concat(resources);
}

function spanBytes(span: MadeSpan): Buffer {
  return Buffer.concat([
    field(1, Buffer.from(span.traceId, 'hex')),
    field(2, Buffer.from(span.spanId, 'hex')),
    ...(span.parentId === undefined ? [] : [field(4, Buffer.from(span.parentId, 'hex'))]),
    field(5, span.name),
    varint(6 * 8),
    varint((span.kind ?? 0) + 1),
    fixed64(7, span.startNanos),
    fixed64(8, span.endNanos),
    ...attributeFields(9, span.attributes ?? {}),
    ...(span.failed === true ? [field(15, Buffer.concat([varint(24), varint(2)]))] : []),
  ]);
}

const KINDS = ['internal', 'server', 'client', 'producer', 'consumer'];

/** As Jaeger's pages give it: whole microseconds, cut. */
export function jaegerJson(spans: readonly MadeSpan[]): string {
  const traces = new Map<string, MadeSpan[]>();
  for (const span of spans) traces.set(span.traceId, [...(traces.get(span.traceId) ?? []), span]);
  const data = [...traces].map(([traceID, own]) => {
    const services = [...new Set(own.map(({ service = 'bot' }) => service))];
    return {
      traceID,
      spans: own.map((span) => ({
        traceID,
        spanID: span.spanId,
        operationName: span.name,
        references: span.parentId === undefined ? [] : [{ refType: 'CHILD_OF', traceID, spanID: span.parentId }],
        startTime: Number(span.startNanos / 1_000n),
        duration: Number((span.endNanos - span.startNanos) / 1_000n),
        tags: [
          { key: 'span.kind', type: 'string', value: KINDS[span.kind ?? 0] },
          ...(span.failed === true ? [{ key: 'error', type: 'bool', value: true }] : []),
          ...Object.entries(span.attributes ?? {}).map(([key, value]) => ({ key, type: typeof value, value })),
        ],
        logs: [],
        processID: `p${services.indexOf(span.service ?? 'bot')}`,
        warnings: null,
      })),
      processes: Object.fromEntries(services.map((serviceName, place) => [`p${place}`, { serviceName, tags: [] }])),
      warnings: null,
    };
  });
  return JSON.stringify({ data, total: 0, limit: 0, offset: 0, errors: null }, undefined, 2);
}
