import { documentAsText } from '../../src/report/document.js';
import { checkAsAnnotations } from '../../src/report/check/github.js';
import { checkAsJunit } from '../../src/report/check/junit.js';
import { checkParts } from '../../src/report/check/parts.js';
import { comparisonParts } from '../../src/report/comparison/parts.js';
import { documentAsMarkdown } from '../../src/report/markdown.js';
import { renderMarkdown } from '../../src/report/report-markdown.js';
import { golden } from '../golden/golden.js';
import { check, pairedComparison, singleComparison } from './sample-comparisons.js';
import { noTicks, rich } from './sample-reports.js';

const LOOK = { columns: 80, colours: false };

it.each([
  ['comparison-pairs.txt', documentAsText(comparisonParts(pairedComparison), LOOK)],
  ['comparison-pairs-60-columns.txt', documentAsText(comparisonParts(pairedComparison), { ...LOOK, columns: 60 })],
  ['comparison-pairs.md', documentAsMarkdown(comparisonParts(pairedComparison))],
  ['comparison-one-run-each.txt', documentAsText(comparisonParts(singleComparison), LOOK)],
  ['check.txt', documentAsText(checkParts(check), LOOK)],
  ['check.md', documentAsMarkdown(checkParts(check))],
  ['check-junit.xml', checkAsJunit(check)],
  ['check-github.txt', checkAsAnnotations(check)],
  ['report-rich.md', renderMarkdown(rich)],
  ['report-no-ticks.md', renderMarkdown(noTicks)],
])('%s', (name, text) => {
  expect(text).toBe(golden(name, text));
});
