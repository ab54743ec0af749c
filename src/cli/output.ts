// A report as text, and where it goes.

import { writeFileSync } from 'node:fs';
import type { Report } from '../model/report/report.js';
import { errorCode } from '../record-file/unusable-source-error.js';
import { MOST_COLUMNS, type PageOptions, renderTerminal } from '../report/terminal.js';
import { UsageError } from './exit-codes.js';

export interface OutputOptions {
  readonly format: 'terminal' | 'json';
  readonly output?: string;
  readonly tick?: string;
}

/** @throws UsageError where the file cannot be written */
export function writeReport(report: Report, options: OutputOptions, stream: NodeJS.WriteStream): void {
  write(options, stream, (look) => textOf(report, options, look));
}

/**
 * @param textFor makes the text for where it goes
 * @throws UsageError where the file cannot be written
 */
export function write(
  { output }: OutputOptions,
  stream: NodeJS.WriteStream,
  textFor: (look: PageOptions) => string,
): void {
  if (output === undefined) {
    // A pipe has no columns, and a terminal without a size says 0.
    const columns = stream.columns || MOST_COLUMNS;
    stream.write(textFor({ columns, colours: coloursOn(stream, process.env) }));
    return;
  }
  try {
    writeFileSync(output, textFor({ columns: MOST_COLUMNS, colours: false }));
  } catch (error) {
    throw new UsageError(
      `--output ${output} cannot be written (${errorCode(error)}). Name a file in a folder that exists and may be written to.`,
    );
  }
}

function textOf(report: Report, { format, tick }: OutputOptions, { columns, colours }: PageOptions): string {
  if (format === 'json') return `${JSON.stringify(report, undefined, 2)}\n`;
  return renderTerminal(report, { columns, colours, ...(tick !== undefined && { tick }) });
}

/** https://no-color.org: any value but the empty one. */
function coloursOn(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): boolean {
  return stream.isTTY && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
}
