// The report for a pull request: what a reviewer needs, in the order of the terminal's sections; the rest is in the terminal and in JSON.

import { formatCount, formatDuration, formatMean, formatShare } from '../model/format-units.js';
import { machinesText } from '../model/machine.js';
import type { Report } from '../model/report/report.js';
import { TARGET_TITLES } from '../model/targets.js';
import type { DocumentPart } from './document.js';
import { documentAsMarkdown } from './markdown.js';
import { halved, rankingTexts } from './sections/ranking.js';
import { lawsText, SIZE_GROWTH_TITLE } from './sections/size-growth.js';
import { measuredText, targetEvidence, wantedText } from './sections/targets.js';
import { tickTexts } from './sections/ticks.js';

const MOST_ROWS = 10;

/** @returns Markdown, with a line break at its end */
export function renderMarkdown(report: Report): string {
  const parts = [
    verdictPart,
    targetsPart,
    ticksPart,
    rankingPart,
    findingsPart,
    growthPart,
    sizeGrowthPart,
    missingPart,
  ];
  return documentAsMarkdown(parts.flatMap((part) => part(report) ?? []));
}

function verdictPart({ program, verdict }: Report): DocumentPart {
  const about = `${program.name}, ${formatDuration(program.durationNanos)}, Node.js ${program.node}, ${machinesText(program.machines)}`;
  return { paragraphs: [{ text: verdict.text, style: 'bold' }, { text: about }] };
}

/** Passing rows of statements and caches would be most of the comment. */
function targetsPart({ targets, ticks }: Report): DocumentPart {
  const shown = targets.filter(
    (row, place) => row.status !== 'pass' || targets.findIndex(({ id }) => id === row.id) === place,
  );
  const left = targets.length - shown.length;
  return {
    title: 'Targets',
    table: {
      columns: [
        { title: '', align: 'left' },
        { title: 'target', align: 'left', flexible: true },
        { title: 'measured', align: 'right' },
        { title: 'wanted', align: 'right' },
        { title: '', align: 'left' },
      ],
      rows: shown.map((row) => ({
        cells: [row.id, `${TARGET_TITLES[row.id]}: ${row.scope}`, measuredText(row), wantedText(row), row.status],
        beneath: targetEvidence(row, ticks),
      })),
    },
    ...(left > 0 && { remarks: [`and ${formatCount(left)} more that pass`] }),
  };
}

function ticksPart(report: Report): DocumentPart {
  return { title: 'Ticks', paragraphs: tickTexts(report).map((text) => ({ text })) };
}

function rankingPart(report: Report): DocumentPart | undefined {
  const { ranking, whatIf } = report;
  const [first] = ranking;
  if (first === undefined) return undefined;
  return {
    title: 'What makes slow ticks slow',
    paragraphs: rankingTexts(report, first).map((text) => ({ text })),
    table: {
      columns: [
        { title: 'share', align: 'right' },
        { title: 'kind', align: 'left' },
        { title: 'name', align: 'left', flexible: true, isCode: true },
        { title: 'calls', align: 'right' },
        { title: 'a tick', align: 'right' },
        ...(whatIf === undefined ? [] : [{ title: 'if halved', align: 'right' } as const]),
      ],
      rows: ranking.slice(0, MOST_ROWS).map(({ share, kind, name, location, gainNanos, ...row }) => ({
        cells: [
          formatShare(share),
          kind,
          name,
          formatMean(row.callsPerTick),
          formatDuration(row.criticalPathNanosPerTick),
          ...(whatIf === undefined ? [] : [gainNanos === undefined ? '' : halved(whatIf, gainNanos)]),
        ],
        ...(location !== undefined && { location }),
      })),
    },
    ...moreThan(ranking.length),
  };
}

function findingsPart({ findings }: Report): DocumentPart | undefined {
  if (findings.length === 0) return undefined;
  return {
    title: 'What was found',
    table: {
      columns: [
        { title: 'severity', align: 'left' },
        { title: 'what', align: 'left', flexible: true },
        { title: 'p95 less', align: 'right' },
      ],
      rows: findings.slice(0, MOST_ROWS).map(({ id, severity, title, gainNanos, location, advice }) => ({
        cells: [severity, `${title} (${id})`, gainNanos === undefined ? '' : formatDuration(gainNanos)],
        beneath: advice,
        ...(location !== undefined && { location }),
      })),
    },
    ...moreThan(findings.length),
  };
}

function growthPart({ growth = [] }: Report): DocumentPart | undefined {
  if (growth.length === 0) return undefined;
  return {
    title: 'Takes longer and longer',
    table: {
      columns: [
        { title: 'kind', align: 'left' },
        { title: 'name', align: 'left', flexible: true, isCode: true },
        { title: 'from', align: 'right' },
        { title: 'to', align: 'right' },
        { title: 'in', align: 'right' },
      ],
      rows: growth.slice(0, MOST_ROWS).map(({ kind, name, location, fromNanos, toNanos, spanNanos }) => ({
        cells: [kind, name, ...[fromNanos, toNanos, spanNanos].map(formatDuration)],
        ...(location !== undefined && { location }),
      })),
    },
    ...moreThan(growth.length),
  };
}

function sizeGrowthPart({ growthBySize: rows = [] }: Report): DocumentPart | undefined {
  if (rows.length === 0) return undefined;
  return {
    title: SIZE_GROWTH_TITLE,
    table: {
      columns: [
        { title: 'kind', align: 'left' },
        { title: 'name', align: 'left', flexible: true, isCode: true },
        { title: 'items', align: 'right' },
        { title: 'takes', align: 'right' },
        { title: 'items', align: 'right' },
        { title: 'takes', align: 'right' },
        { title: 'grows', align: 'left' },
      ],
      rows: rows.slice(0, MOST_ROWS).map(({ kind, name, location, laws, ...row }) => ({
        cells: [
          kind,
          name,
          formatCount(row.fromSize),
          formatDuration(row.fromNanos),
          formatCount(row.toSize),
          formatDuration(row.toNanos),
          lawsText({ laws }),
        ],
        ...(location !== undefined && { location }),
      })),
    },
    ...moreThan(rows.length),
  };
}

/** What the rest does not know of. */
function missingPart({ coverage, losses, notes }: Report): DocumentPart | undefined {
  const unseen = coverage.notSeen.slice(0, MOST_ROWS).map(({ name, why }) => `not measured: ${name}: ${why}`);
  const left = coverage.notSeen.length - unseen.length;
  const texts = [
    ...unseen,
    ...(left > 0 ? [`and ${formatCount(left)} more that could not be measured`] : []),
    ...losses.map(({ count, text }) => `left out: ${formatCount(count)} ${text}`),
    ...notes,
  ];
  return texts.length === 0 ? undefined : { title: 'What was not seen', paragraphs: texts.map((text) => ({ text })) };
}

function moreThan(rows: number): Pick<DocumentPart, 'remarks'> {
  return rows > MOST_ROWS ? { remarks: [`and ${formatCount(rows - MOST_ROWS)} more`] } : {};
}
