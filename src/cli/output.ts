// A report as text, and where it goes.

import { fstatSync, writeFileSync, writeSync } from 'node:fs';
import type { Report } from '../model/report/report.js';
import { errorCode } from '../model/unusable-source-error.js';
import { exportText, isExportFormat } from '../report/exports.js';
import { renderMarkdown } from '../report/report-markdown.js';
import { USUAL_COLUMNS, type PageOptions, renderTerminal } from '../report/terminal.js';
import { renderHtml } from '../report/html/document.js';
import { UsageError } from './exit-codes.js';
import type { PAGE_FORMATS, ReportFormat } from './output-options.js';
import { readPageAssets } from './page-assets.js';

export interface OutputOptions {
  readonly format: ReportFormat;
  readonly output?: string;
  readonly tick?: string;
}

/** stdout or stderr. */
type OutputStream = NodeJS.WriteStream & { readonly fd?: number };

/** By format. */
export type ReportTexts = Readonly<Record<(typeof PAGE_FORMATS)[number], (look: PageOptions) => string>>;

/** @throws UsageError where it cannot be written */
export function writeReport(report: Report, options: OutputOptions, stream: OutputStream): void {
  const { format, tick } = options;
  if (format === 'chrome-trace' && report.slowest.length === 0) {
    throw new UsageError('--format chrome-trace has nothing to write: the record holds no tree of a tick.');
  }
  if (isExportFormat(format)) return write(options, stream, () => exportText(report, format));
  const texts: ReportTexts = {
    terminal: (look) => renderTerminal(report, { ...look, ...(tick !== undefined && { tick }) }),
    json: () => `${JSON.stringify(report, undefined, 2)}\n`,
    markdown: () => renderMarkdown(report),
    html: () => renderHtml(report, readPageAssets()),
  };
  refusePageOnTerminal(options, stream);
  write(options, stream, texts[format]);
}

/** @throws UsageError where a page would be printed on a terminal */
export function refusePageOnTerminal({ format, output }: OutputOptions, stream: OutputStream): void {
  if (format !== 'html' || output !== undefined || !stream.isTTY) return;
  throw new UsageError('--format html makes a page, and a terminal shows none. Add --output report.html.');
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
    const columns = stream.columns || USUAL_COLUMNS;
    writeAll(stream, contentFor({ columns, colours: coloursOn(stream, process.env) }));
    return;
  }
  try {
    writeFileSync(output, contentFor({ columns: USUAL_COLUMNS, colours: false }));
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

/** https://no-color.org: any value but the empty one. */
export function coloursOn(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): boolean {
  return stream.isTTY && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
}
