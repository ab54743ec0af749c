// Every relative link in the documents leads to a file that is checked in, and to a heading that it has.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '../..');

/** Files that git would check in: what is ignored is not in a clone, so nothing may lead there. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(path.join(ROOT, file)));
const folders = new Set(files.flatMap((file) => parentsOf(file)));

function parentsOf(file: string): string[] {
  const parts = file.split('/');
  return parts.map((_part, index) => parts.slice(0, index).join('/'));
}

const documents = files.filter((file) => file.endsWith('.md'));

/** Markdown without code: what stands there are examples. */
function proseOf(text: string): string {
  return text
    .replace(/^( *)(```|~~~)[\s\S]*?^\1\2 *$/gm, '')
    .replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, ' '));
}

/** The anchor that GitHub gives a heading: lower case, spaces as hyphens, no other punctuation; repeated ones are numbered. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  const counts = new Map<string, number>();
  for (const [, heading = ''] of text.replace(/^( *)(```|~~~)[\s\S]*?^\1\2 *$/gm, '').matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = words.replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '').replaceAll(' ', '-');
    const before = counts.get(anchor) ?? 0;
    counts.set(anchor, before + 1);
    anchors.add(before === 0 ? anchor : `${anchor}-${before}`);
  }
  return anchors;
}

/** @returns each link of a text that leads nowhere */
function brokenLinks(file: string, text: string): string[] {
  const links = [...proseOf(text).matchAll(/\]\(([^()\s]+)(?: "[^"]*")?\)/g)].map(([, target = '']) => target);
  return links.filter((link) => !/^[a-z]+:/.test(link) && !leadsSomewhere(file, text, link));
}

function leadsSomewhere(file: string, text: string, link: string): boolean {
  const [target = '', anchor] = link.split('#');
  const linked = target === '' ? file : path.posix.normalize(path.posix.join(path.posix.dirname(file), target));
  if (linked === file) return anchor === undefined || anchorsOf(text).has(anchor);
  if (files.includes(linked)) {
    return anchor === undefined || anchorsOf(readFileSync(path.join(ROOT, linked), 'utf8')).has(anchor);
  }
  return anchor === undefined && folders.has(linked.replace(/\/$/, ''));
}

describe('links in documents', () => {
  it.each(documents)('%s has none that leads nowhere', (file) => {
    expect(brokenLinks(file, readFileSync(path.join(ROOT, file), 'utf8'))).toEqual([]);
  });

  it('finds files, folders and headings that are not there', () => {
    const text = [
      '# A heading, `code` and [a link](https://example.org)',
      '# Twice',
      '# Twice',
      '[1](../CHANGELOG.md) [2](../docs) [3](../docs/) [4](#a-heading-code-and-a-link) [5](#twice-1) [6](https://example.org/x)',
      '[7](CHANGELOG.md) [8](../doc) [9](#twice-2) [10](../CHANGELOG.md#no-such-heading) [11](../node_modules/jest/README.md)',
      '`[12](nowhere.md)`',
      '```\n[13](nowhere.md)\n```',
    ].join('\n\n');
    expect(brokenLinks('docs/made-up.md', text)).toEqual([
      'CHANGELOG.md',
      '../doc',
      '#twice-2',
      '../CHANGELOG.md#no-such-heading',
      '../node_modules/jest/README.md',
    ]);
  });
});

describe('the index of the documents', () => {
  /** The documents that one links to, as their files. */
  const linkedFrom = (file: string): string[] =>
    [...readFileSync(path.join(ROOT, file), 'utf8').matchAll(/\]\(([^)#]+\.md)[^)]*\)/g)].map(([, target = '']) =>
      path.posix.join(path.posix.dirname(file), target),
    );

  it('links to each of them, to the runbooks by way of their own', () => {
    const index = linkedFrom('docs/README.md');
    const runbooks = 'docs/runbooks/README.md';
    expect(index).toContain(runbooks);
    const linked = [...index, ...linkedFrom(runbooks)];
    const listed = documents.filter((file) => file.startsWith('docs/') && file !== 'docs/README.md');
    expect(listed.filter((file) => !linked.includes(file))).toEqual([]);
  });
});
