// Makes the browser's screenshots a quarter as large: a palette of 256 colours in the place of three bytes for each pixel. They
// are lines, text and flat areas; nobody sees the difference.

const { crc32, deflateSync, inflateSync } = require('node:zlib');

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS = 256;
const PALETTE = 3;

/** @returns {Map<string, Buffer>} the chunks by their types, those of one type joined */
function chunksOf(png) {
  const chunks = new Map();
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    chunks.set(type, chunks.has(type) ? Buffer.concat([chunks.get(type), data]) : data);
    at += length + 12;
  }
  return chunks;
}

/** The filters of the PNG specification, section 9: each byte from its left, upper and upper left neighbours. */
const PREDICTIONS = [
  () => 0,
  (left) => left,
  (_, up) => up,
  (left, up) => (left + up) >> 1,
  (left, up, corner) => {
    const [byLeft, byUp, byCorner] = [left, up, corner].map((value) => Math.abs(left + up - corner - value));
    if (byLeft <= byUp && byLeft <= byCorner) return left;
    return byUp <= byCorner ? up : corner;
  },
];

/** @returns {{ width: number, height: number, pixels: Uint32Array }} colours as 0xrrggbb */
function decode(png) {
  const chunks = chunksOf(png);
  const head = chunks.get('IHDR');
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  // Eight bits, three or four channels, not interlaced: what Chromium writes.
  const channels = { 2: 3, 6: 4 }[head[9]];
  if (head[8] !== 8 || channels === undefined || head[12] !== 0)
    throw new Error('not the kind of PNG that Chromium writes');
  const bytes = inflateSync(chunks.get('IDAT'));
  const line = width * channels;
  const pixels = new Uint32Array(width * height);
  let above = new Uint8Array(line);
  for (let y = 0; y < height; y++) {
    const start = y * (line + 1);
    const predict = PREDICTIONS[bytes[start]];
    const row = bytes.subarray(start + 1, start + 1 + line);
    for (let x = 0; x < line; x++) row[x] += predict(row[x - channels] ?? 0, above[x], above[x - channels] ?? 0);
    for (let x = 0; x < width; x++) {
      const at = x * channels;
      pixels[y * width + x] = (row[at] << 16) | (row[at + 1] << 8) | row[at + 2];
    }
    above = row;
  }
  return { width, height, pixels };
}

function distance(one, other) {
  const channel = (shift) => ((one >> shift) & 0xff) - ((other >> shift) & 0xff);
  return channel(16) ** 2 + channel(8) ** 2 + channel(0) ** 2;
}

/** The most frequent colours, not counting those that are nearly the same. */
function paletteOf(pixels) {
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const byCount = [...counts].toSorted(([, one], [, other]) => other - one).map(([colour]) => colour);
  for (let least = 64; ; least *= 2) {
    const palette = [];
    for (const colour of byCount) {
      if (palette.every((taken) => distance(taken, colour) >= least)) palette.push(colour);
      if (palette.length > COLOURS) break;
    }
    if (palette.length <= COLOURS) return palette;
  }
}

function chunk(type, data) {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, sum]);
}

/** @param {Buffer} png as Chromium writes it */
function smallPicture(png) {
  const { width, height, pixels } = decode(png);
  const palette = paletteOf(pixels);
  const nearest = new Map(palette.map((colour, index) => [colour, index]));
  const indexOf = (colour) => {
    const known = nearest.get(colour);
    if (known !== undefined) return known;
    const best = palette.reduce(
      (found, taken, index) => (distance(taken, colour) < distance(palette[found], colour) ? index : found),
      0,
    );
    nearest.set(colour, best);
    return best;
  };
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) lines[y * (width + 1) + 1 + x] = indexOf(pixels[y * width + x]);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, PALETTE, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 0xff, colour & 0xff]))),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

module.exports = { smallPicture };
