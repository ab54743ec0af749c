// Columns of the program's text for places in the text that runs, found by markers that both texts have.

import { pathToFileURL } from 'node:url';
import { OriginalPositions } from '../../../src/capture/load/original-positions.js';
import { Edits, Rank } from '../../../src/capture/rewrite/edits.js';
import type { RewrittenText } from '../../../src/capture/load/rewritten-text.js';

const FILE = '/srv/bot/strategy.js';

/** Of each digit in a text: its line and column, from 1. */
function placesOf(text: string): Record<string, readonly [number, number]> {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/);
  return Object.fromEntries(
    lines.flatMap((line, index) =>
      Array.from(line.matchAll(/\d/g), (found) => [found[0], [index + 1, found.index + 1] as const]),
    ),
  );
}

/** Puts letters in front of every `<`, behind every `>`, and over every `_`. */
function rewrite(source: string, filename: string = FILE): RewrittenText {
  const edits = new Edits();
  for (const { index, 0: mark } of source.matchAll(/[<>_]/g)) {
    if (mark === '_') edits.overwrite(index, 1, '=');
    else edits.insert(index + (mark === '>' ? 1 : 0), 'inserted', Rank.Statement);
  }
  return { filename, host: '$tk', ...edits.applyTo(source) };
}

it.each([
  ['one insertion', '1 < 2'],
  ['several', '1 < 2 > 3 << 4 >5'],
  ['the begin and the end of a line', '<1\n2>\n3'],
  ['several lines', '1\n2 < 3\n4\n\n5 > 6 < 7\n8'],
  ['lines of Windows', '1 < 2\r\n3 < 4\r\n\r\n5 > 6'],
  ['other line breaks', '1 < 2\r3 < 4\u2028<5\u2029> 6'],
  ['an overwritten character', 'return_1 < 2_3'],
  ['characters of two code units', '"📈"< 1 "📉" > 2'],
  ['the end of the file', '1 <'],
])('finds every place again: %s', (_what, source) => {
  const rewritten = rewrite(source);
  const positions = new OriginalPositions();
  positions.add(rewritten);

  const original = placesOf(source);
  for (const [digit, [line, column]] of Object.entries(placesOf(rewritten.text))) {
    expect([digit, line, positions.originalColumn(FILE, line, column)]).toEqual([digit, ...original[digit]!]);
  }
});

it('gives what is inserted the place that it stands at', () => {
  const positions = new OriginalPositions();
  positions.add(rewrite('1 < 2'));
  const columns = [3, 4, 10, 11].map((column) => positions.originalColumn(FILE, 1, column));
  expect(columns).toEqual([3, 3, 3, 3]);
});

it('knows a file as CommonJS and as an ES module, with and without a query, and takes the last version of it', () => {
  const positions = new OriginalPositions();
  positions.add(rewrite('<<< 1'));
  positions.add(rewrite('<1'));
  const { href } = pathToFileURL(FILE);
  const names = [FILE, href, `${href}?version=2`, '/srv/bot/other.js', 'node:fs', ''];
  expect(names.map((name) => positions.originalColumn(name, 1, 10))).toEqual([2, 2, 2, 10, 10, 10]);
});
