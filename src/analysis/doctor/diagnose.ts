// A record and what was observed beside it, to what `tickscope doctor` says.

import { DIAGNOSIS_SCHEMA, type Diagnosis, type EndpointCheck, type FoundRow } from '../../model/report/diagnosis.js';
import type { Observations, ObservedPackage } from '../../model/record/observations.js';
import type { NotSeenRow } from '../../model/record/record-segment.js';
import type { Report } from '../../model/report/report.js';
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
      ({ what, why }) => `${what} ${why}`,
    ),
    versions: { tickscope: tickscopeVersion, node: program.node, packages },
    endpoints,
  };
}

/** `Class.method (file:line)` is left alone by its name, `some-package.fn` by its package's. */
function foundRow({ what, rule, count }: Report['coverage']['instrumented'][number]): FoundRow {
  const own = /^(?<name>\S+) \(.*\)$/.exec(what)?.groups?.['name'];
  const inPackage = /^(?<packageName>@[^/]+\/[^.]+|[^.]+)\.(?<name>.+)$/.exec(what)?.groups;
  const name = own ?? (inPackage && `${inPackage['packageName']}#${inPackage['name']}`);
  return {
    what,
    rule,
    calls: count,
    ...(name !== undefined && { configLine: `"exclude": [${JSON.stringify(name)}]` }),
  };
}

/** Queries and waits come from the drivers' own hooks. */
function foundInDrivers({ operations }: Report): FoundRow[] {
  const queries = operations.filter(({ kind }) => kind === 'query');
  const calls = queries.reduce((sum, { count }) => sum + count, 0);
  return calls === 0 ? [] : [{ what: `${queries.length} different statements`, rule: 'query: database driver', calls }];
}

function esModules(packages: readonly ObservedPackage[], found: readonly FoundRow[]): NotSeenRow[] {
  const names = packages
    .filter(({ name, isEsModule }) => isEsModule && !found.some(({ what }) => what.startsWith(`${name}.`)))
    .map(({ name }) => name);
  if (names.length === 0) return [];
  const why =
    'packages of ES modules: what they export is not measured, only the functions of the program that call it';
  return [{ what: [...new Set(names)].toSorted().join(', '), why }];
}

function uniqueBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}
