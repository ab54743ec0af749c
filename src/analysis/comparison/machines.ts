// Whether the runs of two sides ran on the same kind of machine: else their times say nothing of the program.

import { distinctMachines, type Machine, machinesText } from '../../model/machine.js';
import type { ComparedUnit } from '../../model/report/comparison-report.js';
import type { Report } from '../../model/report/report.js';

/** @returns what all of them ran on; `undefined` where one of them does not say */
export function machinesOf(reports: readonly Report[]): readonly Machine[] | undefined {
  const known = reports.map(({ program }) => program.machines);
  return known.includes(undefined) ? undefined : distinctMachines(known.flatMap((machines) => machines ?? []));
}

/** How often the program does something is its own; V8 takes memory by how much there is. */
export function dependsOnMachine(unit: ComparedUnit): boolean {
  return unit !== 'count';
}

/** Of a check, which has to be sure. @returns a sentence without a full stop; `undefined` where both are the same */
export function machineDoubt(report: Report, baseline: Report): string | undefined {
  const now = machinesOf([report]);
  const old = machinesOf([baseline]);
  if (now === undefined) return 'the run does not say which machine it ran on, and the baseline may be of another one';
  if (old === undefined) {
    return 'the baseline does not say which machine it was measured on: measure it anew on the machine of the run';
  }
  if (machinesText(now) === machinesText(old)) return undefined;
  return `the baseline is of another machine (${machinesText(old)}) than the run (${machinesText(now)}): measure it anew on the machine of the run`;
}
