// What the program holds: memory over time, and what it keeps open.

import { formatBytes, formatCount } from '../../../model/format-units.js';
import type { Report } from '../../../model/report/report.js';
import type { ReportResources } from '../../../model/report/runtime-report.js';
import { memoryText } from '../../sections/memory.js';
import type { Table } from '../../table.js';
import { drawnBy, type HtmlSection, paragraphs } from '../html-section.js';
import { htmlTable } from '../html-table.js';
import { markup, type Markup } from '../markup.js';

export function held({ memory, timeline = [], runtime }: Report): HtmlSection | undefined {
  // A report of the span processor: nobody sampled the process.
  if (memory.peakRssBytes === 0) return undefined;
  const isDrawn = timeline.some(({ rssBytes }) => rssBytes !== undefined);
  return {
    id: 'memory',
    title: 'Memory',
    body: markup`${paragraphs([memoryText(memory)])}${isDrawn ? drawnBy('memory') : ''}${
      runtime?.resources === undefined ? '' : resources(runtime.resources)
    }`,
  };
}

function resources({ heapSpaces, active, openDescriptors }: ReportResources): Markup {
  const open =
    openDescriptors === undefined ? [] : [`${formatCount(openDescriptors)} open file descriptors at the end`];
  const spaces: Table = {
    columns: [
      { title: 'space', align: 'left', flexible: true },
      { title: 'used', align: 'right' },
      { title: 'size', align: 'right' },
    ],
    rows: heapSpaces.map(({ name, usedBytes, sizeBytes }) => ({
      cells: [name, formatBytes(usedBytes), formatBytes(sizeBytes)],
    })),
  };
  const handles: Table = {
    columns: [
      { title: 'what', align: 'left', flexible: true },
      { title: 'open', align: 'right' },
    ],
    rows: active.map(({ type, count }) => ({ cells: [type, formatCount(count)] })),
  };
  return markup`${htmlTable('The heap at the end', spaces)}${htmlTable('What was open at the end', handles)}${paragraphs(open)}`;
}
