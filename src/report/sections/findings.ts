// What the detectors found: each with its evidence and what to change.

import { formatDuration } from '../../model/format-units.js';
import type { Report, ReportFinding } from '../../model/report/report.js';
import { BAD, type Page, type SectionText, UNSURE } from '../page.js';
import type { Style } from '../paint.js';
import { INDENT } from '../table.js';
import { fit, fitEnd, wrap } from '../text.js';

const SEVERITY_STYLES: Readonly<Record<ReportFinding['severity'], Style>> = { high: BAD, medium: UNSURE, low: 'dim' };

export function findings({ findings: found }: Report, page: Page): SectionText | undefined {
  if (found.length === 0) return undefined;
  return { title: 'What was found', lines: found.flatMap((finding) => findingLines(finding, page)) };
}

function findingLines({ title, severity, gainNanos, location, evidence, advice }: ReportFinding, page: Page): string[] {
  const gain = gainNanos === undefined ? '' : `, up to ${formatDuration(gainNanos)} less a tick`;
  const width = page.columns - 2 * INDENT.length;
  const facts = Object.entries(evidence).map(([name, value]) => `${name} ${value}`);
  const beneath = [...(location === undefined ? [] : [fitEnd(location, width)]), ...wrap(facts.join(', '), width)].map(
    (line) => page.paint('dim', line),
  );
  return [
    INDENT + page.paint(SEVERITY_STYLES[severity], fit(`${severity}: ${title}${gain}`, page.columns - INDENT.length)),
    ...[...beneath, ...wrap(advice, width)].map((line) => INDENT + INDENT + line),
  ];
}
