// Plans and indexes as text: what to create first, then each statement with its plan, then what could not be looked at.

import { formatBytes, formatCount, formatDuration, formatMean, formatShare } from '../model/format-units.js';
import type {
  IndexAdvice,
  IndexUse,
  PlanChange,
  PlannedStatement,
  PlansReport,
  StatementUse,
} from '../model/report/plans-report.js';
import type { Page, SectionText } from './page.js';
import { INDENT } from './table.js';
import { pageOf, type PageOptions, sectionsAsText } from './terminal.js';
import { fit, wrap } from './text.js';

const DOCUMENT = 'docs/reference/plans.md';
/** Of a plan. */
const MOST_NODES = 20;

/** @returns lines, each with its line break */
export function renderPlans(report: PlansReport, options: PageOptions): string {
  const page = pageOf(options);
  const { program, database, statements, indexes, notPlanned, changes, notes } = report;
  const hypopg = database.hypopg === undefined ? 'without HypoPG' : `HypoPG ${database.hypopg}`;
  const head = `Plans of ${program}'s statements on PostgreSQL ${database.version}, ${hypopg}. Nothing was run, read or created.`;
  return sectionsAsText(
    [
      { lines: wrap(head, page.columns) },
      ...(changes === undefined
        ? []
        : [
            {
              title: 'Plans that have changed',
              lines:
                changes.length === 0
                  ? paragraphs(['None of the statements of both.'], page)
                  : separated(changes.map((each) => changeLines(each, page))),
            },
          ]),
      {
        title: 'Indexes that would help',
        lines:
          indexes.length === 0
            ? paragraphs(['None.'], page)
            : separated(indexes.map((each) => adviceLines(each, page))),
      },
      ...(statements.length === 0
        ? []
        : [{ title: 'Plans', lines: separated(statements.map((each) => statementLines(each, page))) }]),
      ...(notPlanned.length === 0
        ? []
        : [
            {
              title: 'Not planned',
              lines: notPlanned.flatMap(({ statement, reason }) => [
                ...paragraphs([statement], page),
                ...paragraphs([`${reason}.`], page, INDENT + INDENT),
              ]),
            },
          ]),
      { title: 'Read on', lines: paragraphs([...notes, DOCUMENT], page) },
    ] satisfies SectionText[],
    page,
  );
}

function changeLines({ statement, before, now, time }: PlanChange, page: Page): string[] {
  const inside = INDENT + INDENT;
  const ratio = before.p50Nanos === 0 ? undefined : formatMean(now.p50Nanos / before.p50Nanos);
  const said = {
    slower: `Slower${ratio === undefined ? '' : `, ${ratio} times as long`}`,
    faster: 'Faster',
    alike: 'As fast as before',
    'too few calls': 'Too few calls to compare their time',
  }[time];
  const figures = `${said}: a median of ${formatDuration(before.p50Nanos)} in ${formatCount(before.count)} calls before, ${formatDuration(now.p50Nanos)} in ${formatCount(now.count)} now.`;
  return [
    ...paragraphs([statement], page),
    ...paragraphs([figures, `Before, shape ${before.shape}:`], page, inside),
    ...nodeLines(before.plan, page),
    ...paragraphs([`Now, shape ${now.shape}:`], page, inside),
    ...nodeLines(now.plan, page),
  ];
}

function adviceLines(advice: IndexAdvice, page: Page): string[] {
  const { create, confidence, sizeBytes, uses, rowsWritten, saved, paid, table } = advice;
  const inside = INDENT + INDENT;
  const size = sizeBytes === undefined ? '' : ` It would take about ${formatBytes(sizeBytes)}.`;
  const writes =
    rowsWritten === 0
      ? `The record has no statement that writes to ${table}.`
      : `The program has written ${formatCount(rowsWritten)} rows to ${table} in this record.`;
  const weighed =
    saved === undefined || paid === undefined || paid === 0
      ? ''
      : ` In the planner's unit the statements save ${formatCount(saved)} and the writes pay ${formatCount(paid)}.`;
  const trust =
    confidence === 'checked'
      ? ''
      : 'A guess by rule of thumb, which the planner was not asked about: look at the plan with it in a copy of the database first. ';
  return [
    ...paragraphs([create], page),
    ...uses.flatMap((use) => useLines(use, page)),
    ...paragraphs([`${trust}${writes}${weighed}${size}`], page, inside),
  ];
}

function useLines(use: IndexUse, page: Page): string[] {
  const { statement, costBefore, costAfter, gainNanos } = use;
  const inside = INDENT + INDENT;
  const cost =
    costAfter === undefined
      ? `Its cost is ${costText(costBefore)} now.`
      : `Its cost falls from ${costText(costBefore)} to ${costText(costAfter)}, as the planner counts with this index (HypoPG).`;
  const gain =
    gainNanos === undefined
      ? ''
      : ` If its time falls as its cost does, p95 would be ${formatDuration(gainNanos)} less, other work unchanged.`;
  return [
    ...paragraphs([statement], page, inside),
    ...paragraphs([`${figuresOf(use)}. ${cost}${gain}`], page, inside + INDENT),
  ];
}

/** `1,200 calls, 54.8 ms mean, 34.0 % of the time in slow ticks` */
function figuresOf({ count, meanNanos, share }: StatementUse): string {
  const part = share === undefined ? '' : `, ${formatShare(share)} of the time in slow ticks`;
  return `${formatCount(count)} calls, ${formatDuration(meanNanos)} mean${part}`;
}

/** Of a small one the digits behind the point count. */
function costText(cost: number): string {
  return cost < 100 ? formatMean(cost) : formatCount(cost);
}

function statementLines(planned: PlannedStatement, page: Page): string[] {
  const { statement, cost, shape, plan, remarks } = planned;
  const inside = INDENT + INDENT;
  return [
    ...paragraphs([statement], page),
    ...paragraphs([`${figuresOf(planned)}, cost ${costText(cost)}, shape ${shape}`], page, inside),
    ...nodeLines(plan, page),
    ...paragraphs(remarks, page, inside),
  ];
}

function nodeLines(plan: readonly string[], page: Page): string[] {
  const inside = INDENT.repeat(3);
  const left = plan.length - MOST_NODES;
  return [
    ...plan.slice(0, MOST_NODES).map((line) => {
      const indent = inside + (/^ */.exec(line)?.[0] ?? '');
      return indent + page.paint('dim', fit(line, page.columns - indent.length));
    }),
    ...(left > 0 ? [inside + page.paint('dim', `and ${left} more`)] : []),
  ];
}

function paragraphs(texts: readonly string[], { columns }: Page, indent: string = INDENT): string[] {
  return texts.flatMap((text) => wrap(text, columns - indent.length).map((line) => indent + line));
}

function separated(blocks: readonly (readonly string[])[]): string[] {
  return blocks.flatMap((block, place) => (place === 0 ? block : ['', ...block]));
}
