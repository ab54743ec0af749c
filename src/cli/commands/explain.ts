// `tickscope explain`: one kind of finding at length.

import type { Command } from 'commander';
import { DETECTORS } from '../../analysis/detectors/index.js';
import type { Detector } from '../../analysis/detectors/detector.js';
import { nearestName } from '../../config/nearest-name.js';
import { renderFindings } from '../../report/one-finding.js';
import { UsageError } from '../exit-codes.js';
import { write } from '../output.js';
import { readReport } from '../read-report.js';
import { type TimeOptions, timeWindow } from '../time-options.js';

interface ExplainOptions extends TimeOptions {
  readonly output?: string;
}

const EXAMPLES = `
Findings:
${DETECTORS.map(({ id, title }) => `  ${id.padEnd(23)} ${title}`).join('\n')}

Examples:
  tickscope explain queries-in-a-loop           in the newest run in ./.tickscope
  tickscope explain held-loop --last 10m .tickscope/run-20261123-140210-3fa9`;

export function defineExplain(program: Command): void {
  program
    .command('explain')
    .description('say one finding of the report at length')
    .argument('<id>', 'of the finding, as in the report')
    .argument('[source...]', 'run folders or .tks files (default: the newest run in ./.tickscope)')
    .option('--output <file>', 'write it into a file')
    .option('--last <duration>', 'only the last part of the record, for example 10m')
    .option('--since <time>', 'only from a time on, or from so long ago')
    .addHelpText('after', EXAMPLES)
    .action(explain);
}

function explain(id: string, sources: readonly string[], options: ExplainOptions): void {
  const detector = detectorOf(id);
  const { output } = options;
  const report = readReport('explain', sources, timeWindow(options, Date.now()));
  write(output === undefined ? {} : { output }, process.stdout, (look) => renderFindings(report, detector, look));
}

/** @throws UsageError where there is none of that id */
function detectorOf(id: string): Detector {
  const detector = DETECTORS.find((each) => each.id === id);
  if (detector !== undefined) return detector;
  const ids = DETECTORS.map((each) => each.id);
  const nearest = nearestName(id, ids);
  throw new UsageError(
    `there is no finding ${id}. ${nearest === undefined ? `Take one of ${ids.join(', ')}` : `Did you mean ${nearest}? tickscope explain --help has all`}.`,
  );
}
