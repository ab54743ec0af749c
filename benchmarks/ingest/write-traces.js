// Writes a file of traces as the collector's file exporter does in protobuf: kept ticks as Tickscope exports them.
//
// The same number gives the same bytes. Written by its own few lines of protobuf, so that the reader is tried on what it did not write.

'use strict';

const { closeSync, openSync, writeSync } = require('node:fs');

const OPERATIONS = ['ema', 'rsi', 'macd', 'bollinger', 'atr', 'vwap', 'stochastic', 'adx'];
const SYMBOLS = ['BTC-USD', 'ETH-USD', 'SOL-USD', 'XRP-USD', 'ADA-USD'];
const START = 1_795_000_000_000_000_000n;
const SPANS_PER_MESSAGE = 512;

/** Mulberry32. */
function seededRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

function varint(value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
}

const field = (number, bytes) => Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
const text = (number, value) => field(number, Buffer.from(value));
const fixed64 = (number, value) => {
  const bytes = Buffer.alloc(9);
  bytes[0] = number * 8 + 1;
  bytes.writeBigUInt64LE(value, 1);
  return bytes;
};
const attribute = (key, value) => {
  const any = typeof value === 'string' ? text(1, value) : Buffer.concat([varint(3 * 8), varint(value)]);
  return field(9, Buffer.concat([text(1, key), field(2, any)]));
};

function span({ traceId, spanId, parentId, name, kind, start, nanos, own, extra }) {
  return field(
    2,
    Buffer.concat([
      field(1, traceId),
      field(2, spanId),
      ...(parentId === undefined ? [] : [field(4, parentId)]),
      text(5, name),
      varint(6 * 8),
      varint(kind),
      fixed64(7, start),
      fixed64(8, start + BigInt(nanos)),
      ...extra,
      attribute('tickscope.critical_path_nanos', own),
      attribute('tickscope.self_nanos', own),
    ]),
  );
}

const place = (name, line) => [
  attribute('code.function.name', name),
  attribute('code.file.path', 'src/strategy.js'),
  attribute('code.line.number', line),
];
const constant = {
  tick: [attribute('tickscope.operation.kind', 'tick'), ...place('onTick', 12)],
  indicators: OPERATIONS.map((name, at) => [
    attribute('tickscope.operation.kind', 'indicator'),
    ...place(name, 20 + at),
  ]),
  query: [
    attribute('tickscope.operation.kind', 'query'),
    attribute('db.system.name', 'postgresql'),
    attribute('db.query.text', 'INSERT INTO ticks (symbol, price, time) VALUES (?)'),
  ],
};

/** @returns the spans of one tick: the tick, twenty calculations one after the other, a statement */
function* tickSpans(number, random) {
  const id = (length) => {
    const bytes = Buffer.alloc(length);
    for (let at = 0; at < length; at += 4) bytes.writeUInt32LE(Math.floor(random() * 2 ** 32), at);
    return bytes;
  };
  const traceId = id(16);
  const tickId = id(8);
  const begin = START + BigInt(number) * 5_000_000n;
  let at = 1_000;
  for (let calculation = 0; calculation < 20; calculation++) {
    const which = calculation % OPERATIONS.length;
    const nanos = 20_000 + Math.floor(random() * 40_000);
    yield span({
      traceId,
      spanId: id(8),
      parentId: tickId,
      name: OPERATIONS[which],
      kind: 1,
      start: begin + BigInt(at),
      nanos,
      own: nanos,
      extra: constant.indicators[which],
    });
    at += nanos;
  }
  const nanos = 200_000 + Math.floor(random() * 3_000_000);
  yield span({
    traceId,
    spanId: id(8),
    parentId: tickId,
    name: 'INSERT ticks',
    kind: 3,
    start: begin + BigInt(at),
    nanos,
    own: nanos,
    extra: constant.query,
  });
  const extra = [
    ...constant.tick,
    attribute('tickscope.kept.reason', 'slow'),
    attribute('tickscope.symbol', SYMBOLS[number % SYMBOLS.length]),
  ];
  yield span({
    traceId,
    spanId: tickId,
    name: 'onTick',
    kind: 1,
    start: begin,
    nanos: at + nanos + 500,
    own: 1_500,
    extra,
  });
}

/** @returns {{ spans: number, ticks: number, bytes: number }} */
function writeTraces(file, spansWanted) {
  const random = seededRandom(15);
  const resource = field(
    1,
    Buffer.concat([
      field(1, Buffer.concat([text(1, 'service.name'), field(2, text(1, 'bot'))])),
      field(1, Buffer.concat([text(1, 'service.instance.id'), field(2, text(1, 'a1'))])),
    ]),
  );
  const scope = field(1, text(1, 'tickscope'));
  const handle = openSync(file, 'w');
  let [spans, ticks, bytes, waiting] = [0, 0, 0, []];
  const flush = () => {
    const message = field(1, Buffer.concat([resource, field(2, Buffer.concat([scope, ...waiting]))]));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(message.length);
    bytes += writeSync(handle, Buffer.concat([length, message]));
    waiting = [];
  };
  while (spans < spansWanted) {
    for (const bytesOfSpan of tickSpans(ticks++, random)) {
      spans++;
      waiting.push(bytesOfSpan);
      if (waiting.length === SPANS_PER_MESSAGE) flush();
    }
  }
  if (waiting.length > 0) flush();
  closeSync(handle);
  return { spans, ticks, bytes };
}

module.exports = { writeTraces };
