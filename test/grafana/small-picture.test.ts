// The palette of the pictures, on a small PNG that is written here by hand.

import { crc32, deflateSync, inflateSync } from 'node:zlib';

const { smallPicture } = require('../../scripts/grafana/small-picture.js') as { smallPicture(png: Buffer): Buffer };

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32BE(data.length, 0);
  numbers.writeUInt32BE(crc32(typed), 4);
  return Buffer.concat([numbers.subarray(0, 4), typed, numbers.subarray(4)]);
}

function png(width: number, lines: readonly (readonly number[])[]): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(lines.length, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const data = deflateSync(Buffer.from(lines.flat()));
  return Buffer.concat([SIGNATURE, chunk('IHDR', head), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

/** @returns the colours of each line, as the palette has them */
function coloursOf(small: Buffer, width: number): string[][] {
  const data = (type: string): Buffer => {
    const at = small.indexOf(type, 0, 'latin1');
    return small.subarray(at + 4, at + 4 + small.readUInt32BE(at - 4));
  };
  const colours = data('PLTE').toString('hex').match(/.{6}/g)!;
  const bytes = inflateSync(data('IDAT'));
  const lines: string[][] = [];
  for (let at = 0; at < bytes.length; at += width + 1)
    lines.push([...bytes.subarray(at + 1, at + 1 + width)].map((index) => colours[index]!));
  return lines;
}

const WHITE = [255, 255, 255];

it('keeps the colours of pixels, whatever the filter of their line', () => {
  // Filters: none, left, up, average, Paeth. Three pixels each: white, red, blue.
  const lines = [
    [0, ...WHITE, 255, 0, 0, 0, 0, 255],
    [1, ...WHITE, 0, 1, 1, 1, 0, 255],
    [2, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [3, 128, 128, 128, 0, 129, 129, 129, 0, 128],
    [4, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  ];
  const line = ['ffffff', 'ff0000', '0000ff'];
  expect(coloursOf(smallPicture(png(3, lines)), 3)).toEqual([line, line, line, line, line]);
});

it('takes the nearest of 256 where there are more', () => {
  const width = 512;
  const shades = Array.from({ length: width }, (_, x) => [x % 256, x < 256 ? 0 : 255, 40]).flat();
  const [colours] = coloursOf(smallPicture(png(width, [[0, ...shades]])), width);
  expect(new Set(colours).size).toBeLessThanOrEqual(256);
  const off = colours!.map((colour, x) => Math.abs(Number.parseInt(colour.slice(0, 2), 16) - (x % 256)));
  expect(Math.max(...off)).toBeLessThanOrEqual(8);
});
