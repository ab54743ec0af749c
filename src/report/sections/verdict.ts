// The first thing to read: what was measured, and the one sentence on top.

import { formatCount, formatDuration, formatTime } from '../../model/format-units.js';
import { machinesText } from '../../model/machine.js';
import type { Report, ReportProgram } from '../../model/report/report.js';
import type { VerdictKind } from '../../model/report/verdict-report.js';
import { BAD, GOOD, type Page, type SectionText, UNSURE } from '../page.js';
import type { Style } from '../paint.js';
import { fit, wrap } from '../text.js';

export const VERDICT_STYLES: Readonly<Record<VerdictKind, Style>> = {
  'cannot-keep-up': BAD,
  'no-ticks': UNSURE,
  'starts-late': BAD,
  'takes-long': BAD,
  waits: BAD,
  'within-budget': GOOD,
  sample: UNSURE,
};

export function verdict({ program, verdict: { kind, text } }: Report, { columns, paint }: Page): SectionText {
  return {
    lines: [
      paint('bold', fit(program.name, columns)),
      ...wrap(aboutText(program), columns).map((line) => paint('dim', line)),
      '',
      ...wrap(text, columns).map((line) => paint(VERDICT_STYLES[kind], line)),
    ],
  };
}

/** How long, from when, how many processes, and on what. */
export function aboutText(program: ReportProgram): string {
  const processes = program.processes === 1 ? '1 process' : `${formatCount(program.processes)} processes`;
  return (
    `${formatDuration(program.durationNanos)} from ${formatTime(program.startedAt)}, ` +
    `${processes}, Node.js ${program.node}, ${machinesText(program.machines)}`
  );
}
