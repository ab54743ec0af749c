// A record and what was observed beside it, to what `tickscope doctor` says.

import { DIAGNOSIS_SCHEMA, type Diagnosis, type EndpointCheck, type FoundRow } from '../../model/report/diagnosis.js';
import type { Observations, ObservedPackage } from '../../model/record/observations.js';
import type { NotSeenRow } from '../../model/record/record-segment.js';
import type { Report, ReportInstrumented } from '../../model/report/report.js';
import { notSeenText, RULE_TEXTS } from '../../model/rules.js';
import { candidatesOf } from './candidates.js';

export interface Examined {
  readonly report: Report;
  /** One for each process. */
  readonly observations: readonly Observations[];
  /** How the program came to its end, in words. */
  readonly ended: string;
  readonly tickscopeVersion: string;
  readonly endpoints: readonly EndpointCheck[];
}

export function diagnose({ report, observations, ended, tickscopeVersion, endpoints }: Examined): Diagnosis {
  const { program, coverage } = report;
  const found = [...coverage.instrumented.map(foundRow), ...foundInDrivers(report)];
  const packages = uniqueBy(
    observations.flatMap((each) => each.packages),
    ({ name, version }) => `${name} ${version}`,
  );
  return {
    schema: DIAGNOSIS_SCHEMA,
    program: { name: program.name, processes: program.processes, ended },
    found: found.toSorted((left, right) => right.calls - left.calls),
    candidates: candidatesOf(observations.map(({ functions }) => functions)),
    notSeen: uniqueBy(
      [...coverage.notSeen, ...observations.flatMap((each) => each.notSeen), ...esModules(packages, found)],
      (row) => `${notSeenText(row)} ${row.why}`,
    ),
    versions: { tickscope: tickscopeVersion, node: program.node, packages },
    endpoints,
  };
}

/** Excluded are functions of the program and of packages. The name of a loop or a pull may have spaces: no pattern matches it. */
function foundRow({ count, ...found }: ReportInstrumented): FoundRow {
  const { name, packageName, location } = found;
  const pattern = packageName === undefined ? name : `${packageName}#${name}`;
  const canBeExcluded = (packageName !== undefined || location !== undefined) && !/\s/.test(name);
  return { ...found, calls: count, ...(canBeExcluded && { configLine: `"exclude": [${JSON.stringify(pattern)}]` }) };
}

/** Queries and waits come from hooks of the drivers. */
function foundInDrivers({ operations }: Report): FoundRow[] {
  const queries = operations.filter(({ kind }) => kind === 'query');
  const calls = queries.reduce((sum, { count }) => sum + count, 0);
  const rule = 'database-driver';
  if (calls === 0) return [];
  return [{ name: `${queries.length} different statements`, rule, ruleText: RULE_TEXTS[rule], calls }];
}

function esModules(packages: readonly ObservedPackage[], found: readonly FoundRow[]): NotSeenRow[] {
  const names = packages
    .filter(({ name, isEsModule }) => isEsModule && !found.some(({ packageName }) => packageName === name))
    .map(({ name }) => name);
  if (names.length === 0) return [];
  const why =
    'packages of ES modules: what they export is not measured, only the functions of the program that call it';
  return [{ name: [...new Set(names)].toSorted().join(', '), why }];
}

function uniqueBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}
