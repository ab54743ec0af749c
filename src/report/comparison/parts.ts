// A comparison, part by part, for a terminal and for Markdown.

import { formatCount, formatDuration, formatMean, formatShare, withoutZeros } from '../../model/format-units.js';
import type {
  Compared,
  ComparedMeasure,
  ComparedOperation,
  ComparedVerdict,
  ComparisonReport,
} from '../../model/report/comparison-report.js';
import type { ReportFinding } from '../../model/report/report.js';
import type { Share } from '../../model/units.js';
import { changeText, inComparedUnit, movedText } from '../change-text.js';
import type { DocumentPart } from '../document.js';
import { BAD, GOOD, UNSURE } from '../page.js';
import type { Style } from '../paint.js';
import { headline } from './headline.js';

const MOST_OPERATIONS = 10;
const WIDEST_VERDICT = 15;
/** Of the mean tick; smaller moves are added up in one line. */
const LEAST_MOVE_SHARE = 0.005;

const STYLES: Readonly<Record<ComparedVerdict, Style>> = {
  faster: GOOD,
  less: GOOD,
  slower: BAD,
  more: BAD,
  'no change shown': 'dim',
  'not judged': 'dim',
};

export function comparisonParts(comparison: ComparisonReport): DocumentPart[] {
  return [
    head(comparison),
    measures(comparison),
    criticalPath(comparison),
    findings('Findings that are gone', comparison.findings.gone),
    findings('New findings', comparison.findings.new),
    notes(comparison),
  ].filter((part) => part !== undefined);
}

function head(comparison: ComparisonReport): DocumentPart {
  const { text, verdict } = headline(comparison);
  return {
    paragraphs: [
      { text, style: verdict === 'not judged' || verdict === 'no change shown' ? UNSURE : STYLES[verdict] },
      { text: basisText(comparison) },
    ],
  };
}

function basisText({ before, after, basis, family, measures: rows }: ComparisonReport): string {
  const ticks = `${formatCount(before.ticks)} ticks before, ${formatCount(after.ticks)} after`;
  if (basis === 'one run each') return `One run each: ${ticks}.`;
  const runs =
    basis === 'pairs'
      ? `${formatCount(before.runs)} pairs of runs`
      : `${formatCount(before.runs)} ${before.runs === 1 ? 'run' : 'runs'} before and ${formatCount(after.runs)} after, not in pairs`;
  const confidence = confidenceOf(rows);
  return `${runs}: ${ticks}. ${formatCount(family)} measures were judged; that any verdict among them is a false alarm has a chance of 5 % in all.${confidence}`;
}

/** The same in all: it goes by how many runs there are. */
function confidenceOf(rows: readonly Compared[]): string {
  const { interval } = rows.find((row) => row.interval !== undefined) ?? {};
  return interval === undefined
    ? ''
    : ` Limits have ${withoutZeros(formatShare(interval.confidence))} confidence each.`;
}

function measures({ measures: rows }: ComparisonReport): DocumentPart {
  return {
    title: 'Before and after',
    table: {
      columns: [
        { title: '', align: 'left', flexible: true },
        { title: 'before', align: 'right' },
        { title: 'after', align: 'right' },
        { title: 'difference', align: 'right' },
        { title: 'verdict', align: 'left', most: WIDEST_VERDICT },
      ],
      rows: rows.map((row) => ({
        cells: [row.name, ...valueCells(row), differenceText(row), verdictCell(row)],
        styles: ['bold', undefined, undefined, undefined, STYLES[row.verdict]],
        ...beneathOf(row),
      })),
    },
  };
}

function criticalPath({ before, after, operations }: ComparisonReport): DocumentPart | undefined {
  const least = LEAST_MOVE_SHARE * Math.max(before.meanTickNanos, after.meanTickNanos);
  const moved = operations.filter(({ movedNanos }) => Math.abs(movedNanos) >= Math.max(1, least));
  if (moved.length === 0) return undefined;
  const shown = moved.slice(0, MOST_OPERATIONS);
  const rest = operations.filter((operation) => !shown.includes(operation));
  const restNanos = rest.reduce((total, { movedNanos }) => total + movedNanos, 0);
  const means = [before, after].map(({ meanTickNanos }) => inComparedUnit(meanTickNanos, 'nanoseconds'));
  return {
    title: 'What moved along the critical path',
    paragraphs: [
      {
        text: `The mean tick: ${means[0]} before, ${means[1]} after, ${movedText(after.meanTickNanos - before.meanTickNanos)}. It is the sum of these:`,
      },
    ],
    table: {
      columns: [
        { title: 'kind', align: 'left' },
        { title: 'name', align: 'left', flexible: true, isCode: true },
        { title: 'before', align: 'right' },
        { title: 'after', align: 'right' },
        { title: 'moved', align: 'right' },
        { title: 'verdict', align: 'left', most: WIDEST_VERDICT },
      ],
      rows: shown.map((row) => ({
        cells: [row.kind, row.name, ...valueCells(row), movedText(row.movedNanos), verdictCell(row)],
        styles: ['dim', 'bold', undefined, undefined, undefined, STYLES[row.verdict]],
        ...beneathOf(row, callsText(row)),
        ...(row.location !== undefined && { location: row.location }),
      })),
    },
    ...(rest.length > 0 && { remarks: [`and ${formatCount(rest.length)} more, ${movedText(restNanos)} together`] }),
  };
}

function valueCells({ before, after, unit }: Compared): string[] {
  return [before, after].map((value) => (value === undefined ? '-' : inComparedUnit(value, unit)));
}

/** Of shares, in points: per cent of per cent mislead. */
function differenceText({ before, after, differenceShare, unit }: ComparedMeasure): string {
  if (unit === 'share')
    return before === undefined || after === undefined ? '' : `${changeText(after - before)} points`.replace(' %', '');
  return differenceShare === undefined ? '' : changeText(differenceShare);
}

function verdictCell({ verdict }: Compared): string {
  return verdict === 'not judged' ? '-' : verdict;
}

function beneathOf(row: Compared, first?: string): { readonly beneath?: string } {
  const texts = [...(first === undefined ? [] : [first]), ...evidenceTexts(row)];
  return texts.length === 0 ? {} : { beneath: texts.join(', ') };
}

function evidenceTexts({ interval, verdict, couldHaveSeenShare }: Compared): string[] {
  const between =
    interval === undefined ? [] : [`${changeText(interval.lowerShare)} to ${changeText(interval.upperShare)}`];
  const visible =
    verdict === 'no change shown' && couldHaveSeenShare !== undefined
      ? [`could have seen ${formatShare(couldHaveSeenShare as Share)}`]
      : [];
  return [...between, ...visible];
}

function callsText({ callsPerTickBefore: before, callsPerTickAfter: after }: ComparedOperation): string {
  if (before === undefined) return `new, ${formatMean(after ?? 0)} calls a tick`;
  if (after === undefined) return `gone, ${formatMean(before)} calls a tick before`;
  const [old, now] = [formatMean(before), formatMean(after)];
  return old === now ? `${now} calls a tick` : `${old} calls a tick before, ${now} after`;
}

function findings(title: string, rows: readonly ReportFinding[]): DocumentPart | undefined {
  if (rows.length === 0) return undefined;
  return {
    title,
    table: {
      columns: [
        { title: '', align: 'left' },
        { title: '', align: 'left', flexible: true },
      ],
      rows: rows.map(({ id, severity, title: what, gainNanos, location }) => ({
        cells: [severity, `${what} (${id})`],
        ...(gainNanos !== undefined && { beneath: `p95 ${formatDuration(gainNanos)} less with the repair` }),
        ...(location !== undefined && { location }),
      })),
    },
  };
}

function notes({ notes: texts }: ComparisonReport): DocumentPart | undefined {
  if (texts.length === 0) return undefined;
  return { title: 'What makes this hard to compare', paragraphs: texts.map((text) => ({ text })) };
}
