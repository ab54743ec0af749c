// Losses are data: code knows their ids, people read their texts, and numbers come from the limits that are enforced.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type AnyNode, type Identifier, parse } from 'acorn';
import { stripTypes } from '../../src/capture/load/strip-types.js';
import * as limits from '../../src/model/limits.js';
import { LOSS_IDS, lossText } from '../../src/model/losses.js';

const SOURCE = path.join(__dirname, '../../src');
const TABLE = 'model/losses.ts';

interface SourceFile {
  readonly name: string;
  /** Every string and every fixed part of a template. */
  readonly texts: readonly string[];
  readonly numbers: readonly string[];
  /** What is imported, by its own name. */
  readonly imports: readonly string[];
}

function readSource(name: string): SourceFile {
  const texts: string[] = [];
  const numbers: string[] = [];
  const imports: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const node = value as AnyNode;
    if (node.type === 'ImportSpecifier') imports.push((node.imported as Identifier).name);
    else if (node.type === 'Literal' && typeof node.value === 'string') texts.push(node.value);
    else if (node.type === 'Literal' && typeof node.value === 'number') numbers.push(node.raw as string);
    else if (node.type === 'TemplateElement') texts.push(node.value.cooked ?? node.value.raw);
    for (const [key, child] of Object.entries(node)) if (key !== 'source') visit(child);
  };
  const code = stripTypes(readFileSync(path.join(SOURCE, name), 'utf8'), name);
  visit(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }).body);
  return { name, texts, numbers, imports };
}

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readSource(name.replaceAll(path.sep, '/')));
const others = files.filter(({ name }) => name !== TABLE);
const table = files.find(({ name }) => name === TABLE) as SourceFile;

describe('the table of losses', () => {
  it('has ids in lower_snake_case, and a text for each that is no other’s', () => {
    for (const id of LOSS_IDS) expect(id).toMatch(/^[a-z]+(?:_[a-z]+)+$/);
    expect(new Set(LOSS_IDS.map((id) => lossText(id))).size).toBe(LOSS_IDS.length);
  });

  it('takes an id that it does not have for its own text', () => {
    for (const id of ['of_a_later_version', 'constructor', '__proto__', '']) expect(lossText(id)).toBe(id);
  });

  it('spells no number: each comes from a limit', () => {
    expect(table.numbers).toEqual([]);
    expect(table.texts.filter((text) => /\d/.test(text))).toEqual([]);
  });

  it('shows the limits as people write them', () => {
    const shown = LOSS_IDS.flatMap((id) => lossText(id).match(/\d[\d,.]*(?: MB)?/g) ?? []);
    const { EXACT_NAMES, NAMED_BEYOND_EXACT, ...single } = limits;
    const written = (limit: number): string =>
      limit < 1e6 ? String(limit).replace(/(?=\d{3}$)(?<=\d)/, ',') : `${limit / 1e6} MB`;
    const known = new Set([...Object.values(single), EXACT_NAMES + NAMED_BEYOND_EXACT].map((limit) => written(limit)));
    expect(shown.filter((number) => !known.has(number))).toEqual([]);
    // Every limit of the file is there because a text names it.
    expect([...known].filter((number) => !shown.includes(number))).toEqual([]);
  });

  it('has no id that nobody counts', () => {
    const spelled = new Set(others.flatMap(({ texts }) => texts));
    expect(LOSS_IDS.filter((id) => !spelled.has(id))).toEqual([]);
  });
});

describe('the text of a loss', () => {
  const texts = LOSS_IDS.map((id) => lossText(id));

  // Single words and pairs of words from the middle of a text stand in other messages too.
  const isPieceOf = (text: string, part: string): boolean =>
    text.startsWith(part) || text.endsWith(part) || (part.trim().split(' ').length > 2 && text.includes(part));

  it('is spelled nowhere else, whole or in part, so that nothing can compare or search it', () => {
    const parts = others.flatMap(({ name, texts: spelled }) =>
      spelled
        .filter((part) => part.length > 4 && /\S (?:\S|$)/.test(part) && texts.some((text) => isPieceOf(text, part)))
        .map((part) => `${name}: ${part}`),
    );
    expect(parts).toEqual([]);
  });

  it('is looked up where reports are made, and nowhere in the running program', () => {
    expect(others.filter(({ imports }) => imports.includes('lossText')).map(({ name }) => name)).toEqual([
      'analysis/build-report.ts',
      // Of stored traces, which a command reads.
      'ingest/losses.ts',
    ]);
  });

  it('is printed as it is, in the report, in Markdown and in the live view', () => {
    for (const name of ['report/sections/losses.ts', 'report/report-markdown.ts', 'report/live-page.ts']) {
      const page = readFileSync(path.join(SOURCE, name), 'utf8');
      expect(page.replaceAll(/^import .*$/gm, '')).not.toMatch(/text\s*(?:\.|===|!==|\[)|cause/);
    }
    const readers = others.filter(({ name }) => name.startsWith('report/')).map(({ name }) => name);
    const reading = readers.filter((name) =>
      /losses(?::|\b.*=> )|\.losses\b/.test(readFileSync(path.join(SOURCE, name), 'utf8')),
    );
    expect(reading).toEqual([
      'report/live-page.ts',
      'report/open-metrics.ts',
      'report/report-markdown.ts',
      'report/schema/compared-parts.ts',
      'report/schema/report-schema.ts',
      'report/sections/losses.ts',
    ]);
  });
});
