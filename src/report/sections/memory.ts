// What the program holds, and whether it grows.

import { formatBytes } from '../../model/format-units.js';
import type { ReportMemory } from '../../model/report/process-report.js';
import type { Report } from '../../model/report/report.js';
import type { Page, SectionText } from '../page.js';
import { INDENT } from '../table.js';
import { wrap } from '../text.js';

export function memory({ memory: held }: Report, { columns }: Page): SectionText | undefined {
  // A report of the span processor: nobody sampled the process.
  if (held.peakRssBytes === 0) return undefined;
  return { title: 'Memory', lines: wrap(memoryText(held), columns - INDENT.length).map((line) => INDENT + line) };
}

export function memoryText(held: ReportMemory): string {
  const { rssGrowthBytesPerThousandTicks: growth } = held;
  const trend =
    growth === undefined
      ? 'too short a time to say whether it grows'
      : `${growth < 0 ? 'shrinks' : 'grows'} by ${formatBytes(Math.abs(growth) as typeof growth)} every 1,000 ticks`;
  const own = held.privateBytes === undefined ? '' : `, ${formatBytes(held.privateBytes)} of it private`;
  return `${formatBytes(held.rssBytes)} at the end${own}, ${formatBytes(held.peakRssBytes)} at most; ${trend}`;
}
