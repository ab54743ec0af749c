// What a file is, by its first bytes and not by its name: rotated and copied files are called anything.

/** Before each message of a file that has lengths. */
export const LENGTH_BYTES = 4;
/** So many tell them apart, and are quoted of a file that is none. */
export const SNIFFED_BYTES = 64;

export type Compression = 'gzip' | 'zstd';
export type Framing = 'json' | 'framed' | 'message';

/** Starts of files that are known, and not read. */
const OTHERS: readonly (readonly [start: string, what: string])[] = [
  ['504b0304', 'a zip archive. Unpack it, and give the files in it'],
  ['425a68', 'compressed with bzip2. Decompress it first, or compress it with gzip or zstd'],
  ['fd377a585a00', 'compressed with xz. Decompress it first, or compress it with gzip or zstd'],
  ['04224d18', 'compressed with lz4. Decompress it first, or compress it with gzip or zstd'],
  ['50415231', 'a Parquet file. Export the traces as OTLP'],
  ['53514c69746520', 'an SQLite database. Export the traces as OTLP'],
];

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

export function isZstd(bytes: Uint8Array): boolean {
  return bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd;
}

export function isJson(bytes: Uint8Array): boolean {
  const start = firstSignOf(bytes);
  return start === 0x7b || start === 0x5b;
}

function isMarkup(bytes: Uint8Array): boolean {
  return firstSignOf(bytes) === 0x3c;
}

export function compressionOf(bytes: Uint8Array): Compression | undefined {
  return isGzip(bytes) ? 'gzip' : isZstd(bytes) ? 'zstd' : undefined;
}

/** @returns `undefined` for what holds no traces that are read */
export function framingOf(bytes: Uint8Array): Framing | undefined {
  if (isJson(bytes)) return 'json';
  // A message's own first byte as a length would be one of 167 MB.
  if (bytes[0] === 0x0a) return 'message';
  const inFrame = bytes.subarray(LENGTH_BYTES);
  const isFrame =
    (bytes[0] ?? 255) < 16 && (inFrame[0] === 0x0a || isJson(inFrame) || isGzip(inFrame) || isZstd(inFrame));
  return isFrame ? 'framed' : undefined;
}

/** What a file is that is none of them; `undefined` where that is not known either. */
export function knownKindOf(bytes: Buffer): string | undefined {
  const hex = bytes.toString('hex');
  const known = OTHERS.find(([start]) => hex.startsWith(start));
  if (known !== undefined) return known[1];
  if (isMarkup(bytes))
    return 'a page (HTML or XML), as a server answers that was asked for something else. Ask its API, or export the traces as OTLP';
  return undefined;
}

export function unknownKindOf(bytes: Buffer): string {
  const start = JSON.stringify(bytes.toString('utf8', 0, 16));
  return `neither a record nor OTLP nor Jaeger’s JSON: it begins with ${start}. Give a .tks file, a file of the collector’s file exporter, or one from Jaeger`;
}

/** Beyond spaces and a byte order mark. */
function firstSignOf(bytes: Uint8Array): number | undefined {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++;
  return bytes[at];
}
