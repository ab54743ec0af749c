// What the detectors found: each with its evidence and what to change.

import { formatCount, formatDuration } from '../../model/format-units.js';
import type { Report, ReportFinding } from '../../model/report/report.js';
import { BAD, type Page, type SectionText, UNSURE } from '../page.js';
import type { Style } from '../paint.js';
import { INDENT } from '../table.js';
import { fit, fitEnd, wrap } from '../text.js';

/** Ordered by what they would gain. */
const MOST_FINDINGS = 8;

export const SEVERITY_STYLES: Readonly<Record<ReportFinding['severity'], Style>> = {
  high: BAD,
  medium: UNSURE,
  low: 'dim',
};

export function findings({ findings: found }: Report, page: Page): SectionText | undefined {
  if (found.length === 0) return undefined;
  const more = found.length - MOST_FINDINGS;
  return {
    title: 'What was found',
    lines: [
      ...found.slice(0, MOST_FINDINGS).flatMap((finding) => findingLines(finding, page)),
      ...(more > 0 ? [INDENT + page.paint('dim', `and ${formatCount(more)} with less to gain: --format json`)] : []),
    ],
  };
}

/** The gain first. */
export function findingFacts({ gainNanos, evidence }: ReportFinding): string[] {
  const gain = gainNanos === undefined ? [] : [`p95 ${formatDuration(gainNanos)} less with the repair`];
  return [...gain, ...Object.entries(evidence).map(([name, value]) => `${name} ${value}`)];
}

function findingLines(finding: ReportFinding, page: Page): string[] {
  const { id, title, severity, location, advice } = finding;
  const width = page.columns - 2 * INDENT.length;
  const facts = findingFacts(finding).join(', ');
  const beneath = [...(location === undefined ? [] : [fitEnd(location, width)]), ...wrap(facts, width)].map((line) =>
    page.paint('dim', line),
  );
  return [
    INDENT + page.paint(SEVERITY_STYLES[severity], fit(`${severity}: ${title}`, page.columns - INDENT.length)),
    ...[...beneath, ...wrap(`${advice} (${id})`, width)].map((line) => INDENT + INDENT + line),
  ];
}
