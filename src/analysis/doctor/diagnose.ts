// A record and what was observed beside it, to what `tickscope doctor` says.

import { DIAGNOSIS_SCHEMA, type Diagnosis, type EndpointCheck, type FoundRow } from '../../model/report/diagnosis.js';
import type { Observations, ObservedPackage } from '../../model/record/observations.js';
import type { NotSeenRow } from '../../model/record/record-segment.js';
import type { Report, ReportInstrumented } from '../../model/report/report.js';
import { ORDER_ACTIONS } from '../../model/orders.js';
import { type FunctionIdentity, functionText, notSeenText, RULE_TEXTS, type RuleId } from '../../model/rules.js';
import { sum } from '../statistics/numbers.js';
import { candidatesOf, proposedNames, tickCandidates } from './candidates.js';
import { hasMarketEvents } from './market-events.js';

export interface Examined {
  readonly report: Report;
  /** One for each process. */
  readonly observations: readonly Observations[];
  /** How the program came to its end, in words. */
  readonly ended: string;
  /** What is said where no market event was seen. */
  readonly noEvents: string;
  readonly tickscopeVersion: string;
  readonly endpoints: readonly EndpointCheck[];
}

export function diagnose(examined: Examined): Diagnosis {
  const { report, observations, ended, noEvents, tickscopeVersion, endpoints } = examined;
  const { program, coverage } = report;
  const called = coverage.instrumented.filter(({ count }) => count > 0);
  const found = [...called.map(foundRow), ...foundInDrivers(report), ...foundOutside(report)];
  const { candidates, calledOnce } = candidatesOf(observations.map(({ functions }) => functions));
  const packages = uniqueBy(
    observations.flatMap((each) => each.packages),
    ({ name, version }) => `${name} ${version}`,
  );
  return {
    schema: DIAGNOSIS_SCHEMA,
    program: { name: nameOf(examined), processes: Math.max(program.processes, observations.length), ended },
    notes: [
      ...(hasMarketEvents(report, observations) ? [] : [noEvents]),
      ...(calledOnce === 0 ? [] : [onceText(calledOnce)]),
      ...report.notes,
    ],
    found: found.toSorted((left, right) => right.calls - left.calls),
    neverCalled: neverCalled(report, observations),
    candidates,
    proposed: proposedNames(candidates, tickCandidates(candidates, report.ticks.count)[0]),
    notSeen: uniqueBy(
      [...coverage.notSeen, ...observations.flatMap((each) => each.notSeen), ...esModules(packages, found)],
      (row) => `${notSeenText(row)} ${row.why}`,
    ),
    versions: { tickscope: tickscopeVersion, node: observations[0]?.process.nodeVersion ?? program.node, packages },
    endpoints,
  };
}

/** Of what was called and not taken, the candidates tell. */
function neverCalled({ coverage }: Report, observations: readonly Observations[]): FunctionIdentity[] {
  const looked = observations.flatMap(({ functions }) => functions).filter(({ calls }) => calls > 0);
  const called = new Set(looked.map(functionText));
  return coverage.instrumented
    .filter((row) => row.count === 0 && !called.has(functionText(row)))
    .map(({ name, location }) => ({ name, ...(location !== undefined && { location }) }));
}

/** Without a record, the process itself is the only one to ask. */
function nameOf({ report: { program }, observations }: Examined): string {
  return program.processes > 0 ? program.name : (observations[0]?.process.name ?? program.name);
}

function onceText(count: number): string {
  const what = count === 1 ? 'One function that might be more was' : `${count} functions that might be more were`;
  return `${what} called only once: that is too little for a proposal. Look longer, for example with --for 1m.`;
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
  const calls = sum(queries.map(({ count }) => count));
  const rule = 'database-driver';
  if (calls === 0) return [];
  return [{ name: `${queries.length} different statements`, rule, ruleText: RULE_TEXTS[rule], calls }];
}

/** Calls to the outside, caches and orders come from channels and requests, and no function of the program tells of them. */
function foundOutside({ externals = [], caches = [], orders }: Report): FoundRow[] {
  const row = (name: string, rule: RuleId, calls: number, location?: string): FoundRow[] => {
    if (calls === 0) return [];
    return [{ name, rule, ruleText: RULE_TEXTS[rule], calls, ...(location !== undefined && { location }) }];
  };
  return [
    ...row(
      `${externals.length} different calls to the outside`,
      'outside-call',
      sum(externals.map(({ count }) => count)),
    ),
    ...caches
      .filter(({ source }) => source === 'lru-cache')
      .flatMap(({ name, hits, misses, unknown, location }) =>
        row(name, 'cache-channel', hits + misses + unknown, location),
      ),
    ...ORDER_ACTIONS.flatMap((action) => {
      const ofAction = orders.filter((each) => each.action === action);
      return row(`orders to ${action}`, 'order', sum(ofAction.map(({ count }) => count)));
    }),
  ];
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
