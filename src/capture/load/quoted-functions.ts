// The text of functions in messages of V8, as the program has written it.

import { asWritten } from '../rewrite/edits.js';
import { ANY_HOST, type RewrittenText } from './rewritten-text.js';

/** V8 leaves out the middle of longer texts. */
const LONGEST_QUOTE = 128;
const QUOTED_HEAD = 111;
const QUOTED_TAIL = 2;
const OMITTED = '...<omitted>...';

/** The number of a function stands within so many characters of the name that is inserted: each comes once in a file. */
const LENGTH_OF_ENTRY = 20;

/** Whether a text may quote a function that was rewritten. */
export function mayQuote(text: string): boolean {
  return text.includes(ANY_HOST) || text.includes(OMITTED);
}

export function quotedAsWritten(text: string, files: readonly RewrittenText[]): string {
  return files.reduce((result, file) => withWholeQuotes(withCutQuotes(result, file), file), text);
}

function withCutQuotes(text: string, file: RewrittenText): string {
  let result = text;
  for (let at = result.indexOf(OMITTED); at !== -1; at = result.indexOf(OMITTED, at + 1)) {
    const head = result.slice(Math.max(0, at - QUOTED_HEAD), at);
    const start = head.length < QUOTED_HEAD ? -1 : file.text.indexOf(head);
    const end = start === -1 ? undefined : endOfFunction(file, start);
    if (end === undefined) continue;
    const written = asWritten(file.insertions, file.text.slice(start, end), start);
    const quote =
      written.length > LONGEST_QUOTE ? written.slice(0, QUOTED_HEAD) + OMITTED + written.slice(-QUOTED_TAIL) : written;
    result = result.slice(0, at - QUOTED_HEAD) + quote + result.slice(at + OMITTED.length + QUOTED_TAIL);
  }
  return result;
}

/** Every function ends behind the text that was inserted at its end, and functions inside of it have theirs. */
function endOfFunction({ text, host }: RewrittenText, start: number): number | undefined {
  const exit = `finally{${host}.o(${host}e)}`;
  const entry = `const ${host}e=`;
  let open = 0;
  let from = start;
  for (;;) {
    const exitAt = text.indexOf(exit, from);
    if (exitAt === -1) return undefined;
    const entryAt = text.indexOf(entry, from);
    const isEntry = entryAt !== -1 && entryAt < exitAt;
    from = isEntry ? entryAt + entry.length : exitAt + exit.length;
    open += isEntry ? 1 : -1;
    if (open < 0) return undefined;
    if (open === 0) {
      const brace = /^(?:\s|\/\/.*|\/\*[^]*?\*\/)*\}/.exec(text.slice(from, from + LONGEST_GAP));
      return brace === null ? undefined : from + brace[0].length;
    }
  }
}

/** Comments between the last statement of a function and its end. */
const LONGEST_GAP = 4_096;

function withWholeQuotes(text: string, file: RewrittenText): string {
  let result = text;
  for (let at = result.indexOf(file.host); at !== -1; at = result.indexOf(file.host, at + 1)) {
    const found = file.text.indexOf(result.slice(at, at + LENGTH_OF_ENTRY));
    if (found === -1) continue;
    const shift = found - at;
    let start = at;
    while (start > 0 && result[start - 1] === file.text[start + shift - 1]) start--;
    let end = at;
    while (end < result.length && result[end] === file.text[end + shift]) end++;
    const written = asWritten(file.insertions, result.slice(start, end), start + shift);
    result = result.slice(0, start) + written + result.slice(end);
  }
  return result;
}
