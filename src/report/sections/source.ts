// What the report is made from where that is no record, and what that cannot tell.

import { formatCount, formatDuration } from '../../model/format-units.js';
import type { KeptReason } from '../../model/record/record-segment.js';
import type { Report } from '../../model/report/report.js';
import type { SourceFormat, TraceSource } from '../../model/report/trace-source.js';
import type { Page, SectionText } from '../page.js';
import { INDENT } from '../table.js';
import { wrap } from '../text.js';

const FORMATS: Readonly<Record<SourceFormat, string>> = {
  'otlp-protobuf': 'OTLP (protobuf)',
  'otlp-json': 'OTLP (JSON)',
  'jaeger-json': 'Jaeger’s JSON',
};

const REASONS: readonly (readonly [KeptReason, string])[] = [
  ['slow', 'slow'],
  ['failed', 'failed'],
  ['random', 'by chance'],
  ['last', 'before the end of a killed process'],
  ['found', 'without a reason'],
];

export function source({ source: traces }: Report, { columns }: Page): SectionText | undefined {
  if (traces === undefined) return undefined;
  const lines = sourceTexts(traces).flatMap((sentence) => wrap(sentence, columns - INDENT.length));
  return { title: 'What this is made from', lines: lines.map((line) => INDENT + line) };
}

export function sourceTexts(traces: TraceSource): string[] {
  return [readText(traces), symbolText(traces), populationText(traces), roundingText(traces), MISSING].filter(
    (text) => text !== '',
  );
}

/** How many ticks there are, and for which reasons. */
export function ticksText({ population, reasons }: TraceSource, count: number): string {
  if (population === 'named') return `${formatCount(count)} in the source`;
  const parts = REASONS.flatMap(([reason, text]) =>
    reasons[reason] ? [`${formatCount(reasons[reason])} ${text}`] : [],
  );
  return `${formatCount(count)} that were kept (${parts.join(', ')})`;
}

function readText({ formats, traces, spans, spansOutsideTicks, isCut }: TraceSource): string {
  const outside = spansOutsideTicks > 0 ? `, of which ${formatCount(spansOutsideTicks)} are in no tick` : '';
  const cut = isCut === true ? ' Jaeger gave as many traces as it was asked for: there may be more.' : '';
  const what = formats.map((format) => FORMATS[format]).join(' and ');
  return `Stored traces, ${what}: ${formatCount(spans)} spans of ${formatCount(traces)} traces${outside}.${cut}`;
}

function symbolText({ symbol, ticksOfOthers = 0 }: TraceSource): string {
  if (symbol === undefined) return '';
  return `All of the report is of ticks of ${symbol}; ${formatCount(ticksOfOthers)} of other symbols, or of none, are left out.`;
}

function populationText({ population, slowFromNanos }: TraceSource): string {
  if (population === 'named') {
    return 'Whether these are all ticks, no trace says: where traces were sampled, shares and percentiles are those of the sample.';
  }
  const slow =
    slowFromNanos === undefined
      ? ''
      : ` In the ranking, slow ticks are those from ${formatDuration(slowFromNanos)} on.`;
  return (
    'They are the ticks that Tickscope kept: slow and failed ones, and of the others some. So percentiles here are not those ' +
    `of all ticks, and the targets cannot be judged: tickscope report of the record does that.${slow}`
  );
}

function roundingText({ roundedToMillis }: TraceSource): string {
  return roundedToMillis === true
    ? 'Nearly all ticks begin at a whole millisecond, as the OpenTelemetry SDK rounds: which of two operations below a millisecond came first, and so its place on the critical path, is not known.'
    : '';
}

const MISSING =
  'No span says what the process held and used, nor who held the event loop while an operation waited: that time is the operation’s here.';
