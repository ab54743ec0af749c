import * as fc from 'fast-check';
import { documentAsMarkdown, markdownText } from '../../src/report/markdown.js';

/** Cells of a line of a table, as GitHub cuts it: at every bar that no backslash stands before. */
const cellsOf = (line: string): string[] => line.split(/(?<!\\)\|/).slice(1, -1);

it.each([
  ['a|b', 'a\\|b'],
  ['`rm -rf`', '\\`rm -rf\\`'],
  ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
  ['a & b', 'a &amp; b'],
  ['[click](javascript:1)', '\\[click\\](javascript:1)'],
  ['**bold** _it_', '\\*\\*bold\\*\\* \\_it\\_'],
  ['two\nlines', 'two\\\\nlines'],
  ['\u001b[31mred', '\\\\u{1b}\\[31mred'],
  ['@octocat', '@<!-- -->octocat'],
  [':tada: bot.js:41', ':<!-- -->tada: bot.js:41'],
  ['see #12', 'see #<!-- -->12'],
  ['https://evil.example', 'https<!-- -->://evil.example'],
])('%j is shown as it stands: %j', (text, markdown) => {
  expect(markdownText(text)).toBe(markdown);
});

it.each([
  ['- item', '\\- item'],
  ['1. item', '1\\. item'],
  ['# head', '\\# head'],
  ['12 pairs', '12 pairs'],
])('a paragraph that begins as %j is a paragraph', (text, markdown) => {
  expect(documentAsMarkdown([{ paragraphs: [{ text }] }])).toBe(`${markdown}\n`);
});

const anyName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom('|', '`', '\\', '<', '&', '\n', ' ', 'a', '\u202e'), maxLength: 20 }),
);

it('has as many cells in every row as columns, whatever the names are, and no markup of theirs', () => {
  const table = (name: string): string[] =>
    documentAsMarkdown([
      {
        table: {
          columns: [
            { title: 'code', align: 'left', flexible: true, isCode: true },
            { title: 'text', align: 'right' },
          ],
          rows: [{ cells: [name, name], beneath: name, location: name }],
        },
      },
    ])
      .trimEnd()
      .split('\n');
  fc.assert(
    fc.property(anyName, (name) => {
      const lines = table(name);
      expect(lines).toHaveLength(3);
      expect(lines.map((line) => cellsOf(line).length)).toEqual([2, 2, 2]);
      // Outside of code, and beside what is ours.
      const text = cellsOf(lines[2] as string)[1]?.replaceAll('<!-- -->', '') ?? '';
      expect(text).not.toMatch(/[<>]|(?<!\\)(?:\\\\)*[`*[\]]/);
    }),
  );
});

it('puts code that has backticks between more of them', () => {
  const text = documentAsMarkdown([
    {
      table: {
        columns: [{ title: '', align: 'left', isCode: true }],
        rows: [{ cells: ['a``b|c'] }],
      },
    },
  ]);
  expect(text).toContain('| ``` a``b\\|c ``` |');
});
