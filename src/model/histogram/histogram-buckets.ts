// Bucket boundaries of exponential histograms, exact in integer nanoseconds.
//
// Bucket i of scale s covers (2^(i/2^s), 2^((i+1)/2^s)] seconds: the buckets of OTLP exponential histograms and, with an
// index one higher, of Prometheus native histograms. https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram
// For an integer v, `v <= boundary` and `v <= floor(boundary)` are the same, so a table of floors decides every case.

import type { Nanoseconds } from '../units.js';

/** Scale 6 (relative error 0.54 %) for ticks and waits, scale 4 (2.2 %) for operations and matrix columns. */
export type HistogramScale = 4 | 6;

/** Below 2^-30 s lies no integer nanosecond but 0; 2^23 s is 97 days, just under the range of `Nanoseconds`. */
const LOWEST_EXPONENT = -30;
const HIGHEST_EXPONENT = 23;
const LOG2_OF_ONE_SECOND = Math.log2(1e9);

/**
 * 1e9 * 2^(k/64), each the largest double that is not above it. Rounded down so, and times a power of two, each has the floor of
 * the exact boundary wherever that is below 2^53: an integer between the two would be a double between two neighbours. Literals,
 * because `2 ** x` may differ in its last bit from one platform to the next, and whole numbers of 2,000 bits to compare
 * with took 6 ms of the first tick.
 */
// prettier-ignore
const MANTISSAS = [
  1000000000, 1010889286.0517004, 1021897148.6541166, 1033024879.0212283, 1044273782.4274138, 1055645178.3605571, 1067140400.6768236, 1078760797.7571197,
  1090507732.6652575, 1102382583.3078408, 1114386742.5958924, 1126521618.6082418, 1138788634.7566915, 1151189229.9529827, 1163724858.7775774, 1176396991.6502812,
  1189207115.0027208, 1202156731.452703, 1215247359.9804688, 1228480536.10687, 1241857812.073484, 1255380757.0246909, 1269050957.1917331, 1282870016.0787783,
  1296839554.6510096, 1310961211.5247643, 1325236643.1597412, 1339667524.053303, 1354255546.9368925, 1369002422.9745905, 1383909881.963832, 1398979672.538311,
  1414213562.373095, 1429613338.39197, 1445180806.9770465, 1460917794.180647, 1476826145.9394991, 1492907728.2912648, 1509164427.5934227, 1525598150.744538,
  1542210825.4079406, 1559004400.2378368, 1575980845.1078863, 1593142151.3422668, 1610490331.9492543, 1628027421.8573477, 1645755478.1539648, 1663676580.3267362,
  1681792830.507429, 1700106353.7185233, 1718619298.1224778, 1737333835.2737062, 1756252160.3732994, 1775376492.5265212, 1794709075.003107, 1814252175.5003986,
  1834008086.4093423, 1853979125.0833855, 1874167634.1102998, 1894575981.5869656, 1915206561.3971472, 1936061793.4922943, 1957144124.1754003, 1978456026.387951,
];
const FINEST_STEPS = MANTISSAS.length;

/** By scale; arrays, because a look-up in a map would cost as much as the rest. */
const tables: Float64Array[] = [];

function makeBoundaries(scale: HistogramScale): Float64Array {
  const steps = 2 ** scale;
  const table = new Float64Array((HIGHEST_EXPONENT - LOWEST_EXPONENT) * steps);
  let power = 2 ** LOWEST_EXPONENT;
  for (let position = 0, step = 1; position < table.length; position++, step++) {
    if (step === steps) {
      step = 0;
      power *= 2;
    }
    table[position] = Math.floor((MANTISSAS[(step * FINEST_STEPS) / steps] as number) * power);
  }
  return table;
}

function boundaries(scale: HistogramScale): Float64Array {
  return (tables[scale] ??= makeBoundaries(scale));
}

/** Makes what is made with the first look-up otherwise. */
export function makeHistogramTables(): void {
  for (const scale of [4, 6] as const) firstPositions(scale);
}

/** The largest integer nanosecond in bucket `index`. */
export function bucketUpperNanos(scale: HistogramScale, index: number): Nanoseconds {
  return boundaries(scale)[index - LOWEST_EXPONENT * 2 ** scale] as Nanoseconds;
}

/** The geometric middle of a bucket, rounded to a nanosecond: its relative error is half the bucket's width. */
export function bucketMiddleNanos(scale: HistogramScale, index: number): Nanoseconds {
  return Math.round(1e9 * 2 ** ((index + 0.5) / 2 ** scale)) as Nanoseconds;
}

/** The index of the bucket that holds `nanos`; values under 1 ns have none, values beyond the range take the last one. */
export function bucketIndex(scale: HistogramScale, nanos: number): number {
  const table = boundaries(scale);
  let position =
    nanos < 2_147_483_648 ? (firstPositions(scale)[slotOf(scale, nanos)] ?? 0) : nearPosition(scale, nanos);
  while (position < table.length - 1 && nanos > (table[position] as number)) position++;
  return position + LOWEST_EXPONENT * (1 << scale);
}

/** At or one below the position of a value from 2 s on: the logarithm is off by one at most, and only beside a boundary. */
function nearPosition(scale: HistogramScale, nanos: number): number {
  const table = boundaries(scale);
  const steps = 2 ** scale;
  const position = Math.ceil((Math.log2(nanos) - LOG2_OF_ONE_SECOND) * steps) - 2 - LOWEST_EXPONENT * steps;
  return Math.min(position, table.length - 1);
}

// Below 2^31 ns the first bits of the integer tell nearly everything, in a quarter of the time of a logarithm: the buckets of one
// tick of 23 operations took 0.85 µs less. A slot is half as wide as a bucket, so that one comparison follows it.

/** Slots that one power of two is cut into, as a power of two. */
function slotBits(scale: HistogramScale): number {
  return scale + 1;
}

function slotOf(scale: HistogramScale, nanos: number): number {
  const bits = slotBits(scale);
  const exponent = 31 - Math.clz32(nanos);
  const leading = exponent >= bits ? nanos >>> (exponent - bits) : nanos << (bits - exponent);
  return (exponent << bits) | (leading & ((1 << bits) - 1));
}

const slotTables: Int16Array[] = [];

/** By slot: the position of its smallest value. */
function firstPositions(scale: HistogramScale): Int16Array {
  return (slotTables[scale] ??= makeFirstPositions(scale));
}

function makeFirstPositions(scale: HistogramScale): Int16Array {
  const table = boundaries(scale);
  const bits = slotBits(scale);
  const slots = new Int16Array(31 << bits);
  let position = 0;
  for (let slot = 0; slot < slots.length; slot++) {
    const smallest = 2 ** (slot >> bits) * (1 + (slot & ((1 << bits) - 1)) / 2 ** bits);
    while (smallest > (table[position] as number)) position++;
    slots[slot] = position;
  }
  return slots;
}
