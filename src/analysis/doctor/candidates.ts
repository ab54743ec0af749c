// Which of the functions that no rule takes should be measured, and how the configuration says so.

import type { Candidate, ConfiguredName, ProposedNames } from '../../model/report/diagnosis.js';
import type { CandidateKind, ObservedFunctionRow } from '../../model/record/observations.js';
import { RULE_TEXTS } from '../../model/rules.js';
import { likelyTicks } from './likely-ticks.js';

/** Of each kind; who has more of them needs a pattern, not a list. */
const MOST_OF_A_KIND = 12;

/** What was called once may be anything: a setting that is read at the start has a price and a symbol too. */
const LEAST_CALLS = 2;

export interface Candidates {
  readonly candidates: readonly Candidate[];
  /** How many more there would be that were called too rarely to say. */
  readonly calledOnce: number;
}

/** @param processes what each process saw */
export function candidatesOf(processes: readonly (readonly ObservedFunctionRow[])[]): Candidates {
  const all = processes.flatMap((functions) => [
    ...likelyTicks(functions).map((observed) =>
      candidate('tick', observed, observed.tick?.calls ?? 0, whyTick(observed)),
    ),
    ...ofDatabase(functions),
    ...ofOrders(functions),
    ...ofCaches(functions),
    ...indicators(functions),
    ...notTaken(functions),
  ]);
  const merged = new Map<string, Candidate>();
  for (const each of all) {
    const known = merged.get(each.configLine);
    merged.set(each.configLine, { ...each, ...known, calls: each.calls + (known?.calls ?? 0) });
  }
  const often = [...merged.values()].filter(({ calls }) => calls >= LEAST_CALLS);
  const kinds: readonly CandidateKind[] = ['tick', 'order', 'database', 'cache', 'indicator'];
  return {
    candidates: kinds.flatMap((kind) => often.filter((each) => each.kind === kind).slice(0, MOST_OF_A_KIND)),
    calledOnce: merged.size - often.length,
  };
}

/**
 * The likeliest lines together. Candidates for ticks are instead of each other: they handle the same events, one inside another.
 *
 * @param tick which of them
 */
export function proposedNames(candidates: readonly Candidate[], tick: Candidate | undefined): ProposedNames {
  const names: Record<string, ConfiguredName[]> = {};
  for (const proposed of candidates.filter((each) => each.kind !== 'tick' || each === tick)) {
    const { key, name } = configured(proposed);
    (names[key] ??= []).push(name);
  }
  return names;
}

/**
 * Not those for which only their name speaks, nor what has hardly more calls than there are ticks already: it gets the events of these, before
 * them, and as ticks they would count twice.
 *
 * @param ticks that a rule takes
 * @returns the likeliest first
 */
export function tickCandidates(candidates: readonly Candidate[], ticks: number): Candidate[] {
  return candidates.filter(({ kind, byName, calls }) => kind === 'tick' && byName !== true && calls > 2 * ticks);
}

/** What its line says. */
export function configured({ configLine: line }: Candidate): { readonly key: string; readonly name: ConfiguredName } {
  const [[key, [name]] = ['', []]] = Object.entries(JSON.parse(`{${line}}`) as ProposedNames);
  if (name === undefined) throw new Error(`${line} names nothing`);
  return { key, name };
}

function whyTick({ tick, rule, kind, packageName }: ObservedFunctionRow): string {
  const subject = kind === 'event' ? 'its listeners get' : 'it gets';
  if (rule !== undefined)
    return `a rule knows the name (${RULE_TEXTS[rule]}), but not the argument: ${subject} ${tick?.why}`;
  if (packageName !== undefined)
    return `${subject} ${tick?.why}; exports of packages are measured where they are named`;
  return `${subject} ${tick?.why}; no rule knows the name`;
}

function ofDatabase(functions: readonly ObservedFunctionRow[]): Candidate[] {
  return functions
    .filter(({ queries, rule }) => queries > 0 && rule === undefined)
    .toSorted((left, right) => right.queries - left.queries)
    .map((observed) => candidate('database', observed, observed.calls, `${observed.queries} queries ran in it`));
}

/** The outermost of those that are called as for an order, where something goes out. A rule for ticks may know the name: it did not take the calls. */
function ofOrders(functions: readonly ObservedFunctionRow[]): Candidate[] {
  return functions
    .filter(({ order, sends, kind }) => order !== undefined && sends > 0 && kind === 'function')
    .toSorted((left, right) => right.sends - left.sends)
    .map((observed) => {
      const sent = observed.sends === 1 ? 'a request or message' : `${observed.sends} requests or messages`;
      return candidate('order', observed, observed.calls, `it gets ${observed.order?.why}, and ${sent} went out in it`);
    });
}

function ofCaches(functions: readonly ObservedFunctionRow[]): Candidate[] {
  return functions
    .filter(({ isLookUp, rule, kind }) => isLookUp === true && rule === undefined && kind === 'function')
    .toSorted((left, right) => right.calls - left.calls)
    .map((observed) =>
      candidate(
        'cache',
        observed,
        observed.calls,
        'its name is that of a look-up; right where a miss returns `undefined`',
      ),
    );
}

function indicators(functions: readonly ObservedFunctionRow[]): Candidate[] {
  return functions
    .filter(
      ({ series, calls, rule, kind }) => kind === 'function' && rule === undefined && isMost(series?.calls, calls),
    )
    .filter(({ tick, series }) => tick === undefined || series?.certain === true)
    .toSorted((left, right) => Number(right.series?.certain) - Number(left.series?.certain) || right.calls - left.calls)
    .map((observed) =>
      candidate('indicator', observed, observed.series?.calls ?? 0, `it gets ${observed.series?.why}`),
    );
}

/** A rule matches the name, and no call looked like a tick: listed, because a count of 0 alone explains nothing. */
function notTaken(functions: readonly ObservedFunctionRow[]): Candidate[] {
  return functions
    .filter(({ tick, callsOutsideTicks }) => tick === undefined && callsOutsideTicks > 0)
    .flatMap((observed) => {
      const { rule, given = 'no argument, as a heartbeat does' } = observed;
      if (rule === undefined) return [];
      const why = `a rule knows the name (${RULE_TEXTS[rule]}), but it gets ${given}`;
      return { ...candidate('tick', observed, observed.callsOutsideTicks, why), byName: true } as const;
    });
}

function candidate(kind: CandidateKind, observed: ObservedFunctionRow, calls: number, why: string): Candidate {
  const { name, location, packageName } = observed;
  const identity = { name, location, ...(packageName !== undefined && { packageName }) };
  return { kind, ...identity, calls, why, configLine: configLine(kind, observed) };
}

const KEYS: Readonly<Record<CandidateKind, string>> = {
  tick: 'ticks',
  indicator: 'indicators',
  database: 'database',
  order: 'orders',
  cache: 'caches',
};

function configLine(
  kind: CandidateKind,
  { kind: observedKind, name, path, packageName, ambiguous }: ObservedFunctionRow,
): string {
  if (observedKind === 'event') return `"ticks": [{ "event": ${JSON.stringify(name)} }]`;
  const place = packageName ?? (ambiguous ? path : undefined);
  return `"${KEYS[kind]}": [${JSON.stringify(place === undefined ? name : `${place}#${name}`)}]`;
}

function isMost(part: number | undefined, whole: number): boolean {
  return part !== undefined && part >= 2 && part * 2 >= whole;
}
