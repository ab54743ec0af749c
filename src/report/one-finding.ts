// All findings of one detector at length: what was found, the numbers, a tick that shows it, what to change.

import { formatDuration } from '../model/format-units.js';
import type { Report, ReportFinding } from '../model/report/report.js';
import type { Page, SectionText } from './page.js';
import { treeLines } from './tree-lines.js';
import { INDENT } from './table.js';
import { pageOf, type PageOptions, sectionsAsText } from './terminal.js';
import { wrap } from './text.js';

/** Of the tick that shows it. */
const MOST_LINES = 60;
const DOCUMENT = 'docs/reference/findings.md';

/** The kind of finding, as its detector says it. */
interface FindingKind {
  readonly id: string;
  readonly titleOfNone: string;
}

/** @returns lines, each with its line break */
export function renderFindings(report: Report, { id, titleOfNone }: FindingKind, options: PageOptions): string {
  const page = pageOf(options);
  const found = report.findings.filter((finding) => finding.id === id);
  const sections = found.map((finding) => sectionOf(finding, report, page));
  const none: SectionText = { title: `${titleOfNone}.`, lines: [] };
  const read: SectionText = { title: 'Read on', lines: [`${INDENT}${DOCUMENT}#${id}`] };
  return sectionsAsText([...(sections.length === 0 ? [none] : sections), read], page);
}

function sectionOf(finding: ReportFinding, report: Report, page: Page): SectionText {
  const { title, severity, gainNanos, location, evidence, advice } = finding;
  const width = page.columns - INDENT.length;
  const facts: (readonly [name: string, value: string | number])[] = [
    ['severity', severity],
    ...(location === undefined ? [] : [['place', location] as const]),
    ...Object.entries(evidence),
  ];
  const widest = Math.max(...facts.map(([name]) => name.length));
  const gain =
    gainNanos === undefined
      ? []
      : [`With the repair p95 would be ${formatDuration(gainNanos)} less, other work unchanged.`];
  return {
    title,
    lines: [
      ...facts.flatMap(([name, value]) =>
        wrap(String(value), width - widest - INDENT.length).map((line, place) => {
          const begin = (place === 0 ? name : '').padEnd(widest);
          return `${INDENT}${page.paint('dim', begin)}${INDENT}${line}`;
        }),
      ),
      '',
      ...[...gain, advice].flatMap((text) => wrap(text, width)).map((line) => INDENT + line),
      ...exampleLines(evidence['trace'], report, page),
    ],
  };
}

/** The tree of the tick that the evidence names, where it is one of the slowest. */
function exampleLines(trace: string | number | undefined, { slowest }: Report, page: Page): string[] {
  const tick = slowest.find(({ traceId }) => traceId === trace);
  return tick === undefined ? [] : ['', ...treeLines(tick, MOST_LINES, page)];
}
