// Markdown as GitHub reads it. Names come from programs and their data: nothing in them may be markup, a link, a mention of somebody or a
// cell of the table.

import type { DocumentColumn, DocumentPart } from './document.js';
import type { Row } from './table.js';
import { printable } from './text.js';

/** A backslash before these keeps them what they are. */
const MARKUP = /[\\`*_[\]|~$]/g;
/** At the begin of a paragraph these make a list, a heading or a rule. */
const BEGIN = /^(?:[-+=#:]|\d+(?=[.)]))/;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** `@name` would tell that person, `#12` would link, `:tada:` be a picture. A comment between keeps them apart and cannot be seen. */
const REFERENCE = /(@|#|GH-)(?=\w)|(?<!\w):(?=[\w+-]+:)/gi;
const APART = '$&<!-- -->';
/** An address of its own would be a link. */
const ADDRESS = /\b(https?|ftp|www)(?=:\/\/|\.)/gi;

export function documentAsMarkdown(parts: readonly DocumentPart[]): string {
  return `${parts.map(partAsMarkdown).join('\n\n')}\n`;
}

function partAsMarkdown({ title, paragraphs = [], table, remarks = [] }: DocumentPart): string {
  return [
    ...(title === undefined ? [] : [`### ${markdownText(title)}`]),
    ...paragraphs.map(({ text, style }) => (style === undefined ? paragraph(text) : `**${markdownText(text)}**`)),
    ...(table === undefined || table.rows.length === 0 ? [] : [markdownTable(table.columns, table.rows)]),
    ...remarks.map(paragraph),
  ].join('\n\n');
}

function paragraph(text: string): string {
  const [begin = ''] = BEGIN.exec(text) ?? [];
  // A digit cannot be kept from it by a backslash, and what follows it can.
  const kept = /^\d/.test(begin) ? `${begin}\\` : `${begin === '' ? '' : '\\'}${begin}`;
  return kept + markdownText(text.slice(begin.length));
}

/** @returns one line that shows the text as it stands; controls are written out */
export function markdownText(text: string): string {
  return printable(text)
    .replaceAll(MARKUP, '\\$&')
    .replaceAll(/[&<>]/g, (character) => ENTITIES[character] as string)
    .replaceAll(REFERENCE, APART)
    .replaceAll(ADDRESS, APART);
}

/** Code in a cell: a bar would end the cell even there, and a backtick the code. */
function codeInCell(text: string): string {
  const safe = printable(text).trim();
  if (safe === '') return '';
  const longest = Math.max(0, ...Array.from(safe.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const room = longest > 0 ? ' ' : '';
  return `${fence}${room}${safe.replaceAll('|', '\\|')}${room}${fence}`;
}

function markdownTable(columns: readonly DocumentColumn[], rows: readonly Row[]): string {
  const lineOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    lineOf(columns.map(({ title }) => markdownText(title))),
    lineOf(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map((row) => lineOf(columns.map((column, place) => cellOf(column, row, place)))),
  ].join('\n');
}

/** What stands beneath a row goes into the cell that gives way: it is the widest. */
function cellOf({ isCode, flexible }: DocumentColumn, { cells, beneath, location }: Row, place: number): string {
  const text = cells[place] ?? '';
  const cell = isCode === true ? codeInCell(text) : markdownText(text);
  if (flexible !== true) return cell;
  const more = [
    ...(beneath === undefined || beneath === '' ? [] : [markdownText(beneath)]),
    ...(location === undefined ? [] : [codeInCell(location)]),
  ].map((line) => `<br><sub>${line}</sub>`);
  return cell + more.join('');
}
