// The first thing to read: the verdict, the targets, and what a slow tick consists of beside its budget.

import { VERDICT_STYLES } from '../../sections/verdict.js';
import { sourceTexts } from '../../sections/source.js';
import { targetTable } from '../../sections/targets.js';
import type { Report } from '../../../model/report/report.js';
import { type HtmlSection, paragraphs } from '../html-section.js';
import { htmlTable } from '../html-table.js';
import { markup } from '../markup.js';
import { budgetBar } from './budget-bar.js';

export function overview(report: Report): HtmlSection {
  const { verdict, targets, ticks, source } = report;
  return {
    id: 'verdict',
    title: 'Verdict and targets',
    body: markup`<p class="verdict ${VERDICT_STYLES[verdict.kind]}">${verdict.text}</p>
      ${htmlTable('Targets', targetTable(targets, ticks))} ${budgetBar(report)}
      ${source === undefined ? '' : paragraphs(sourceTexts(source), 'dim')}`,
  };
}
