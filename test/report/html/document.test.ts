import { type PageAssets, renderHtml } from '../../../src/report/html/document.js';
import type { PageData } from '../../../src/report/html/page-data.js';
import type { Report } from '../../../src/model/report/report.js';
import { golden } from '../../golden/golden.js';
import { noTicks, overloaded, rich, warmUpOnly } from '../sample-reports.js';
import { large } from './large-report.js';
import { assets } from './page-assets.js';

const HOSTILE = `</script><script>alert("1")</script><img src=x onerror='alert(1)'> & \u001b[31mred\u001b[0m \u202egnp.exe`;

/** Every text of the report is one that attacks the page; keys of tables stay what they are. */
function hostile<Part>(part: Part, key = ''): Part {
  if (typeof part === 'string') return (KEPT.has(key) ? part : HOSTILE) as Part;
  if (Array.isArray(part)) return part.map((item: unknown) => hostile(item, key)) as Part;
  if (typeof part !== 'object' || part === null) return part;
  const entries = Object.entries(part).map(([name, value]) => [
    key === 'evidence' ? `${name}${HOSTILE}` : name,
    hostile(value, name),
  ]);
  return Object.fromEntries(entries) as Part;
}

/** One of a few words that this version knows. */
const KEPT: ReadonlySet<string> = new Set([
  'kind',
  'status',
  'unit',
  'id',
  'basis',
  'receivedBasis',
  'of',
  'scope',
  'severity',
  'schema',
  'cause',
  'action',
  'law',
  'with',
  'source',
]);

function dataOf(page: string): PageData {
  const [, json = ''] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page) ?? [];
  return JSON.parse(json) as PageData;
}

/** An escape, and what turns the direction of writing. */
const unsafeIn = (text: string): string[] => ['\u001b', '\u202e'].filter((character) => text.includes(character));

const count = (text: string, what: string): number => text.split(what).length - 1;

it.each<[string, Report]>([
  ['report-rich.html', rich],
  ['report-no-ticks.html', noTicks],
  ['report-overloaded.html', overloaded],
  ['report-warm-up-only.html', warmUpOnly],
])('%s', (name, report) => {
  const page = renderHtml(report, assets);
  expect(page).toBe(golden(name, page));
});

describe('names that attack the page', () => {
  const page = renderHtml(hostile(rich), assets);

  it('begin no element and end none', () => {
    // What follows from the page itself: its data, and its script.
    expect(count(page, '<script')).toBe(2);
    expect(count(page, '</script>')).toBe(2);
    expect(count(page, '<img')).toBe(0);
    expect(count(page, '&lt;img src=x onerror=&apos;alert(1)&apos;&gt;')).toBeGreaterThan(20);
  });

  it('stay within their attributes', () => {
    const tags = (page.match(/<[a-z][^>]*>/g) ?? []).map((tag) => tag.replaceAll(/"[^"]*"/g, ''));
    expect(tags.length).toBeGreaterThan(200);
    expect(tags.filter((tag) => /\bon[a-z]+\s*=|['"]/.test(tag))).toEqual([]);
  });

  it('move no cursor and turn no text round', () => {
    expect(unsafeIn(page)).toEqual([]);
    expect(page).toContain('\\u{1b}[31mred');
  });

  it('reach the script as they are shown', () => {
    const { ticks, flames, whatIf } = dataOf(page);
    for (const { label } of [
      ...ticks.flatMap(({ spans }) => spans),
      ...(whatIf?.operations ?? []),
      ...flames.map(({ root }) => root.children[0] ?? root),
    ]) {
      expect(label).toContain('</script>');
      expect(unsafeIn(label)).toEqual([]);
    }
  });
});

it('is under 1.5 MB with all that a program can have, without its script and with 100 kB for that', () => {
  const page = renderHtml(large, assets);
  expect(Buffer.byteLength(page)).toBeLessThan(1_400_000);
  expect(page).toContain('SYMBOL99/USDT');
  expect(count(page, 'operation 149 SELECT &lt;column&gt;')).toBeGreaterThan(1);
  expect(dataOf(page).ticks.map(({ spans, leftOut }) => spans.length + leftOut)).toEqual(Array(10).fill(2_000));
});

it('says how many rows it leaves out', () => {
  const [loss] = rich.losses;
  const losses = Array.from({ length: 240 }, () => ({ ...loss!, text: 'too many trees' }));
  const page = renderHtml({ ...rich, losses }, assets);
  expect(count(page, 'too many trees')).toBe(200);
  expect(page).toContain('and 40 more: --format json has all');
});

it('lets run what it was given, and nothing else', () => {
  const [policy] = /<meta http-equiv="Content-Security-Policy"[^>]*>/.exec(renderHtml(noTicks, assets)) ?? [];
  expect(policy?.replaceAll('&apos;', "'")).toContain(
    `content="default-src 'none'; script-src 'sha256-c2NyaXB0'; style-src 'sha256-c3R5bGU='; base-uri 'none'; form-action 'none'"`,
  );
});

it('has script and style byte for byte, as their hashes are', () => {
  const built: PageAssets = { ...assets, script: 'if (1 < 2 && "$&") {}\n', style: 'a > b { color: red }\n' };
  const page = renderHtml(noTicks, built);
  expect(page).toContain(`<script>${built.script}</script>`);
  expect(page).toContain(`<style>${built.style}</style>`);
});

it('has all the evidence of a finding', () => {
  expect(renderHtml(rich, assets)).toContain(
    'p95 1.10 ms less with the repair, per tick 12, ticks 621 (queries-in-a-loop)',
  );
});

it('links to every section, and labels each with its own heading', () => {
  const page = renderHtml(rich, assets);
  const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  const ids = [...page.matchAll(/<section id="([^"]+)" aria-labelledby="\1-title">\s*<h2 id="\1-title">/g)].map(
    ([, id]) => id,
  );
  expect(links.slice(1)).toEqual(ids);
  expect(ids.length).toBeGreaterThan(15);
  expect(new Set(page.match(/ id="[^"]+"/g)).size).toBe(page.match(/ id="[^"]+"/g)?.length);
});
