// Which findings are new, and which are gone.
//
// Lines move from version to version, so a finding is known by its detector and its file; where there are several of these, by how many.

import type { Report, ReportFinding } from '../../model/report/report.js';
import type { ComparisonReport } from '../../model/report/comparison-report.js';
import { itemsBy } from '../items-by.js';
import { median } from '../statistics/numbers.js';

export function compareFindings(before: readonly Report[], after: readonly Report[]): ComparisonReport['findings'] {
  const [old, now] = [usualFindings(before), usualFindings(after)];
  return { new: surplus(now, old), gone: surplus(old, now) };
}

/** Of several runs, those that most of them have: by key, as many as the run in the middle has. */
function usualFindings(reports: readonly Report[]): Map<string, readonly ReportFinding[]> {
  const byRun = reports.map(({ findings }) => itemsBy(findings, keyOf));
  const keys = new Set(byRun.flatMap((groups) => [...groups.keys()]));
  return new Map(
    [...keys].map((key) => {
      const groups = byRun.map((each) => each.get(key) ?? []);
      const most = groups.reduce((one, other) => (other.length > one.length ? other : one));
      return [key, most.slice(0, Math.floor(median(groups.map(({ length }) => length))))];
    }),
  );
}

function surplus(
  these: ReadonlyMap<string, readonly ReportFinding[]>,
  others: ReadonlyMap<string, readonly ReportFinding[]>,
): ReportFinding[] {
  return [...these].flatMap(([key, found]) => {
    const known = others.get(key) ?? [];
    const isKnown = ({ location }: ReportFinding): boolean => known.some((other) => other.location === location);
    const unknownFirst = [...found.filter((each) => !isKnown(each)), ...found.filter(isKnown)];
    return unknownFirst.slice(0, Math.max(0, found.length - known.length));
  });
}

function keyOf({ id, location = '' }: ReportFinding): string {
  return `${id}\u0000${location.replace(/(?::\d+)+$/, '')}`;
}
