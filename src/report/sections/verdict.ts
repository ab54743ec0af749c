// The first thing to read: what was measured, and the one sentence on top.

import type { Report, VerdictKind } from '../../model/report.js';
import { formatCount, formatDuration, formatTime } from '../format-units.js';
import { BAD, GOOD, type Page, type SectionText, UNSURE } from '../page.js';
import type { Style } from '../paint.js';
import { fit, wrap } from '../text.js';

const WORDS: Readonly<Record<VerdictKind, { readonly word: string; readonly style: Style }>> = {
  'no-ticks': { word: 'NO TICKS', style: UNSURE },
  overloaded: { word: 'OVERLOADED', style: BAD },
  'over-budget': { word: 'OVER BUDGET', style: BAD },
  'within-budget': { word: 'WITHIN BUDGET', style: GOOD },
};

export function verdict({ program, verdict: { kind, text } }: Report, { columns, paint }: Page): SectionText {
  const { word, style } = WORDS[kind];
  const processes = program.processes === 1 ? '' : `, ${formatCount(program.processes)} processes`;
  const about = `${formatDuration(program.durationNanos)} from ${formatTime(program.startedAt)}${processes}, Node.js ${program.node}`;
  const name = fit(program.name, columns - 2 - Math.min(about.length, 60));
  const [first = '', ...rest] = wrap(`${word}  ${text}`, columns);
  return {
    lines: [
      `${paint('bold', name)}  ${paint('dim', fit(about, Math.min(60, columns - 2)))}`,
      paint(style, word) + first.slice(word.length),
      ...rest,
    ],
  };
}
