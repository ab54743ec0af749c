// A report as text, and where it goes.

import { fstatSync, writeFileSync, writeSync } from 'node:fs';
import type { Report } from '../model/report/report.js';
import { errorCode } from '../model/unusable-source-error.js';
import { renderMarkdown } from '../report/report-markdown.js';
import { MOST_COLUMNS, type PageOptions, renderTerminal } from '../report/terminal.js';
import { renderHtml } from '../report/html/document.js';
import { UsageError } from './exit-codes.js';
import type { REPORT_FORMATS } from './output-options.js';
import { readPageAssets } from './page-assets.js';

export interface OutputOptions {
  readonly format: (typeof REPORT_FORMATS)[number];
  readonly output?: string;
  readonly tick?: string;
}

/** stdout or stderr. */
type OutputStream = NodeJS.WriteStream & { readonly fd?: number };

/** @throws UsageError where it cannot be written */
export function writeReport(report: Report, options: OutputOptions, stream: OutputStream): void {
  if (options.format === 'html' && options.output === undefined && stream.isTTY) {
    throw new UsageError('--format html makes a page, and a terminal shows none. Add --output report.html.');
  }
  write(options, stream, (look) => textOf(report, options, look));
}

/**
 * @param contentFor makes the text, or the bytes, for where it goes
 * @throws UsageError where it cannot be written
 */
export function write(
  { output }: Pick<OutputOptions, 'output'>,
  stream: OutputStream,
  contentFor: (look: PageOptions) => string | Uint8Array,
): void {
  if (output === undefined) {
    // A pipe has no columns, and a terminal without a size says 0.
    const columns = stream.columns || MOST_COLUMNS;
    writeAll(stream, contentFor({ columns, colours: coloursOn(stream, process.env) }));
    return;
  }
  try {
    writeFileSync(output, contentFor({ columns: MOST_COLUMNS, colours: false }));
  } catch (error) {
    throw new UsageError(
      `--output ${output} cannot be written (${errorCode(error)}). Name a file in a folder that exists and may be written to.`,
    );
  }
}

/** Node.js writes to a file once, and says nothing where only a part of it fitted. */
function writeAll(stream: OutputStream, content: string | Uint8Array): void {
  const { fd } = stream;
  if (fd === undefined || stream.isTTY || !isFileOrDevice(fd)) return void stream.write(content);
  const bytes = Buffer.from(content);
  try {
    for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
  } catch (error) {
    throw new UsageError(`the report cannot be written (${errorCode(error)}). Make room, or use --output.`);
  }
}

function isFileOrDevice(fd: number): boolean {
  const stats = fstatSync(fd);
  return stats.isFile() || stats.isCharacterDevice();
}

function textOf(report: Report, { format, tick }: OutputOptions, { columns, colours }: PageOptions): string {
  if (format === 'json') return `${JSON.stringify(report, undefined, 2)}\n`;
  if (format === 'html') return renderHtml(report, readPageAssets());
  if (format === 'markdown') return renderMarkdown(report);
  return renderTerminal(report, { columns, colours, ...(tick !== undefined && { tick }) });
}

/** https://no-color.org: any value but the empty one. */
export function coloursOn(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): boolean {
  return stream.isTTY && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
}
