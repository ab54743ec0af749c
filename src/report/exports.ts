// A report in formats that other programs read.

import type { Report } from '../model/report/report.js';
import { chromeTraceText } from './chrome-trace.js';
import { reportAsOpenMetrics } from './open-metrics.js';

export const EXPORT_FORMATS = ['chrome-trace', 'openmetrics'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const TEXTS: Readonly<Record<ExportFormat, (report: Report) => string>> = {
  'chrome-trace': chromeTraceText,
  openmetrics: reportAsOpenMetrics,
};

export function isExportFormat(format: string): format is ExportFormat {
  return Object.hasOwn(TEXTS, format);
}

export function exportText(report: Report, format: ExportFormat): string {
  return TEXTS[format](report);
}
