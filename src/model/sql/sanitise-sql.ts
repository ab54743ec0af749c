// Takes values out of a statement: what is recorded must not hold them, and what differs only in them is one statement.
//
// A text cut in the middle of a string loses the rest of it.

import type { Dialect } from './dialects.js';
import { NamePlaces } from './name-places.js';

/** Stands for a rest that can be read in two ways. */
const REST = '…';

/** @returns the statement on one line, values and lists of them as `?`, comments and a closing semicolon gone */
export function sanitiseSql(text: string, { token, doubleQuotes, nestedComments }: Dialect): string {
  const places = new NamePlaces();
  let result = '';
  token.lastIndex = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const groups = match.groups as Record<string, string | undefined>;
    const [given] = match;
    if (groups['space'] !== undefined || groups['lineComment'] !== undefined) result += ' ';
    else if (groups['comment'] !== undefined) {
      const end = endOfComment(text, token.lastIndex, nestedComments);
      if (end === undefined) return finished(`${result} ${REST}`);
      token.lastIndex = end;
      result += ' ';
    } else {
      if (groups['unknown'] !== undefined) return finished(`${result}? ${REST}`);
      if (groups['dollar'] !== undefined) token.lastIndex = endOfDollarQuote(text, groups['dollar'], token.lastIndex);
      const isName = groups['quoted'] !== undefined && isQuotedName(doubleQuotes, places, text, token.lastIndex);
      const shown = isName || !isValue(groups) ? given : '?';
      // Behind a backslash the quote may be the last of the string, or a part of it.
      if (shown === '?' && given.endsWith('\\') && token.lastIndex < text.length) return finished(`${result}? ${REST}`);
      places.add(shown);
      result += shown;
    }
  }
  return finished(result);
}

function isValue(groups: Readonly<Record<string, string | undefined>>): boolean {
  return ['escaped', 'string', 'quoted', 'dollar', 'number'].some((name) => groups[name] !== undefined);
}

function isQuotedName(doubleQuotes: Dialect['doubleQuotes'], places: NamePlaces, text: string, end: number): boolean {
  if (doubleQuotes !== 'either') return doubleQuotes === 'name';
  return places.isNext || /^\s*\./.test(text.slice(end, end + 8));
}

function endOfDollarQuote(text: string, tag: string, from: number): number {
  const end = text.indexOf(tag, from);
  return end === -1 ? text.length : end + tag.length;
}

/** @returns `undefined` where a comment in the comment may end it, or not */
function endOfComment(text: string, from: number, nested: Dialect['nestedComments']): number | undefined {
  let depth = 1;
  let at = from;
  while (at < text.length && depth > 0) {
    if (nested !== false && text.startsWith('/*', at)) {
      if (nested === 'unknown') return undefined;
      depth++;
      at += 2;
    } else if (text.startsWith('*/', at)) {
      depth--;
      at += 2;
    } else at++;
  }
  return at;
}

function finished(statement: string): string {
  return withoutLists(statement.replaceAll(/\s+/g, ' ').trim().replace(/\s*;$/, ''));
}

/** A value, a parameter of any kind, or a word that stands for one. */
const ITEM = String.raw`(?:[-+] ?)?(?:\?\d*|[$:@]\w+|NULL|TRUE|FALSE|DEFAULT)(?:::\w+)?`;
const ROW = String.raw`\( ?${ITEM}(?: ?, ?${ITEM})* ?\)`;
const LIST = new RegExp(
  String.raw`\b(IN|ARRAY) ?([([]) ?(?:${ITEM}|${ROW})(?: ?, ?(?:${ITEM}|${ROW}))* ?([)\]])`,
  'gi',
);
const ROWS = new RegExp(String.raw`(\bVALUES ?\([^()]*\))(?: ?, ?${ROW})+`, 'gi');

/** A list's length is a value too: `IN ($1, $2)` and `VALUES (?, ?), (?, ?)` are one statement each, whatever the length. */
function withoutLists(statement: string): string {
  return statement
    .replaceAll(LIST, (_list, word: string, open: string, close: string) =>
      open === '(' ? `${word} (?)` : `${word}${open}?${close}`,
    )
    .replaceAll(ROWS, '$1, …');
}
