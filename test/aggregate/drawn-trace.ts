// Turns a drawing of a tick into a TickTrace. One line an operation, two spaces of indentation a level:
//
//   tick  |===================|
//     load  |======|             one column is one nanosecond; the tick's first `|` is time 0
//       query  |=|
//     audit   |===>              `>` at the end: late, it had not ended when the tick did
//     mark        |              a single `|` has no length

import type { TickTrace } from '../../src/model/tick-trace.js';
import { buildTrace, type PlannedOperation } from './trace-builder.js';

export interface DrawnTrace {
  readonly trace: TickTrace;
  /** By operation id. */
  readonly names: readonly string[];
  /** The path of a position, as a name. */
  readonly nameAt: (position: number) => string;
}

const LINE = /^(?<indentation> *)(?<name>[^\s|]+) *(?<bar>\||\|=*[|>])\s*$/;

export function drawnTrace(drawing: string, startsAt = 0): DrawnTrace {
  const lines = drawing.split('\n').filter((line) => line.trim() !== '');
  const names: string[] = [];
  const planned: PlannedOperation[] = [];
  const open: { indentation: number; place: number }[] = [];
  let zero = 0;
  let tickEnd = 0;
  for (const [place, line] of lines.entries()) {
    const parts = LINE.exec(line)?.groups;
    if (parts === undefined) throw new Error(`line ${place + 1} of the drawing is not an operation: ${line}`);
    const { indentation, name, bar } = parts as { indentation: string; name: string; bar: string };
    while (open.length > 0 && (open.at(-1) as { indentation: number }).indentation >= indentation.length) open.pop();
    const parent = open.at(-1)?.place;
    const column = line.indexOf('|');
    if (parent === undefined) zero = column;
    const start = column - zero + startsAt;
    const late = bar.endsWith('>');
    const end = late ? tickEnd : start + bar.length - 1;
    if (parent === undefined) tickEnd = end;
    names.push(name);
    planned.push({ start, end, operationId: place, late, ...(parent !== undefined && { parent }) });
    open.push({ indentation: indentation.length, place });
  }
  const trace = buildTrace(planned);
  return { trace, names, nameAt: (position) => names[trace.operationIds[position] as number] as string };
}
