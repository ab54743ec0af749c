// Sampled stacks as other programs draw them: an operation calls the functions that were running in it.

import type { ReportProfile, ReportProfileFrame, ReportProfileRow } from '../../model/report/profile-report.js';

export type ExportedScope = 'operation' | 'symbol' | 'strategy';

/** A function, or an operation of the program. */
export interface Drawn {
  readonly name: string;
  readonly file: string;
  /** From 1; 0 where it is not known. */
  readonly line: number;
}

/** What was running, with what is around it first. */
export interface Stack {
  readonly frames: readonly [Drawn, ...Drawn[]];
  readonly samples: number;
}

export function exportedStacks(profile: ReportProfile, scope: ExportedScope): Stack[] {
  const isIn = (row: ReportProfileRow): boolean =>
    row.scope === scope || (scope === 'operation' && row.scope === 'outside');
  return profile.rows.filter(isIn).flatMap((row) => {
    const around = { name: nameOf(row), file: '', line: 0 };
    const named = row.frames.map((frame): Stack => ({ frames: [around, drawn(frame)], samples: frame.samples }));
    const left = row.frames.reduce((samples, frame) => samples - frame.samples, row.samples);
    return left > 0 ? [...named, { frames: [around], samples: left }] : named;
  });
}

function nameOf({ scope, kind, name }: ReportProfileRow): string {
  if (scope === 'outside') return 'outside operations';
  return kind === undefined ? name : `${kind} ${name}`;
}

function drawn({ name, location, within }: ReportProfileFrame): Drawn {
  const [, file = '', line = '0'] = /^(.*):(\d+)$/.exec(location ?? '') ?? [];
  return { name: within === undefined ? name : `${name}, in ${within}`, file, line: Number(line) };
}
