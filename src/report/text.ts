// Text that fits: made safe to print, measured in terminal cells, cut and wrapped.
//
// Names come from programs and their data. Nothing in them may move the cursor, change a colour, turn the direction of
// writing or take more room than it was given.

import stringWidth from 'string-width';

/** Controls, invisible formatting, line separators, half characters, private and unassigned ones. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/gu;
const SPACES = /\p{Zs}/gu;
/** `string-width` 4 knows the wide characters of 2019: emoji, hexagrams and scripts that have come since are added. */
const WIDE_SINCE =
  /^[\p{Emoji_Presentation}\u{1F000}-\u{1FAFF}\u{4DC0}-\u{4DFF}\u{16FE0}-\u{1B2FF}\u{1D300}-\u{1D376}]$/u;
const ASCII_ONLY = /^[\x20-\x7e]*$/;

/** Longer names are cut before anything else is done to them. */
const LONGEST = 1_024;

/** @returns one line that a terminal shows as it stands; `\n` is two characters */
export function printable(text: string): string {
  if (text.length <= LONGEST && ASCII_ONLY.test(text)) return text;
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return short.normalize('NFC').replaceAll(UNPRINTABLE, escape).replaceAll(SPACES, ' ');
}

function escape(character: string): string {
  const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  return short[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Cells that printable text takes. A mark that joins the letter before counts too: rather too short than too long. */
export function widthOf(text: string): number {
  if (ASCII_ONLY.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += cellsOf(character);
  return width;
}

function cellsOf(character: string): number {
  if (character < '\u0300') return 1;
  return WIDE_SINCE.test(character) ? 2 : Math.max(1, stringWidth(character));
}

/** @returns printable text of at most `width` cells, with `…` where something is left out */
export function fit(text: string, width: number): string {
  const safe = printable(text).trim();
  return fits(safe, width) ? safe : `${cut(safe, width - 1).trimEnd()}…`;
}

/** As `fit`, but keeps the end: of a path the last part tells most. */
export function fitEnd(text: string, width: number): string {
  const safe = printable(text).trim();
  if (fits(safe, width)) return safe;
  return `…${backwards(cut(backwards(safe), width - 1)).trimStart()}`;
}

/** A cell takes two halves of a character at most, so long texts need not be measured. */
function fits(text: string, width: number): boolean {
  return text.length <= 2 * width && widthOf(text) <= width;
}

function cut(text: string, width: number): string {
  let left = width;
  let end = 0;
  for (const character of text) {
    left -= cellsOf(character);
    if (left < 0) break;
    end += character.length;
  }
  return text.slice(0, end);
}

function backwards(text: string): string {
  return Array.from(text).toReversed().join('');
}

/** @returns lines of at most `width` cells, broken at spaces where there are any */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of printable(text)
    .split(' ')
    .flatMap((long) => pieces(long, width))) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}

function pieces(word: string, width: number): string[] {
  const found: string[] = [];
  for (let rest = word; rest !== '';) {
    const piece = cut(rest, width);
    found.push(piece);
    rest = rest.slice(piece.length);
  }
  return found;
}

/** The spaces that text lacks to be `width` cells wide. */
export function filler(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - widthOf(text)));
}
