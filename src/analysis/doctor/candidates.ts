// Which of the functions that no rule takes should be measured, and how the configuration says so.

import type { Candidate } from '../../model/report/diagnosis.js';
import type { CandidateKind, ObservedPlace } from '../../model/record/observations.js';
import { likelyTicks } from './likely-ticks.js';

/** Of each kind; who has more of them needs a pattern, not a list. */
const MOST_OF_A_KIND = 12;

/** @param processes what each process saw */
export function candidatesOf(processes: readonly (readonly ObservedPlace[])[]): Candidate[] {
  const all = processes.flatMap((places) => [
    ...likelyTicks(places).map((place) => candidate('tick', place, place.tick?.calls ?? 0, whyTick(place))),
    ...ofDatabase(places),
    ...indicators(places),
    ...turnedDown(places),
  ]);
  const merged = new Map<string, Candidate>();
  for (const each of all) {
    const known = merged.get(each.configLine);
    merged.set(each.configLine, { ...each, ...known, calls: each.calls + (known?.calls ?? 0) });
  }
  const kinds: readonly CandidateKind[] = ['tick', 'database', 'indicator'];
  return kinds.flatMap((kind) => [...merged.values()].filter((each) => each.kind === kind).slice(0, MOST_OF_A_KIND));
}

function whyTick({ tick, rule, kind }: ObservedPlace): string {
  const subject = kind === 'event' ? 'its listeners get' : 'it gets';
  if (rule !== undefined) return `a rule knows the name (${rule}), but not the argument: ${subject} ${tick?.why}`;
  return `${subject} ${tick?.why}; no rule knows the name`;
}

function ofDatabase(places: readonly ObservedPlace[]): Candidate[] {
  return places
    .filter(({ queries, rule }) => queries > 0 && rule === undefined)
    .toSorted((left, right) => right.queries - left.queries)
    .map((place) => candidate('database', place, place.calls, `${place.queries} queries ran in it`));
}

function indicators(places: readonly ObservedPlace[]): Candidate[] {
  return places
    .filter(
      ({ series, calls, rule, kind }) => kind === 'function' && rule === undefined && isMost(series?.calls, calls),
    )
    .filter(({ tick, series }) => tick === undefined || series?.certain === true)
    .toSorted((left, right) => Number(right.series?.certain) - Number(left.series?.certain) || right.calls - left.calls)
    .map((place) => candidate('indicator', place, place.series?.calls ?? 0, `it gets ${place.series?.why}`));
}

/** Known by name, and without anything that speaks for a tick: told, because a count of 0 is a riddle. */
function turnedDown(places: readonly ObservedPlace[]): Candidate[] {
  return places
    .filter(({ rule, tick, callsOutsideTicks }) => rule !== undefined && tick === undefined && callsOutsideTicks > 0)
    .map((place) => {
      const heartbeat = place.given === 'no argument' ? ', as a heartbeat does' : '';
      const why = `a rule knows the name (${place.rule}), but it gets ${place.given}${heartbeat}`;
      return candidate('tick', place, place.callsOutsideTicks, why);
    });
}

function candidate(kind: CandidateKind, place: ObservedPlace, calls: number, why: string): Candidate {
  const { name, location } = place;
  return { kind, name, location, calls, why, configLine: configLine(kind, place) };
}

const KEYS: Readonly<Record<CandidateKind, string>> = { tick: 'ticks', indicator: 'indicators', database: 'database' };

function configLine(kind: CandidateKind, { kind: what, name, path, ambiguous }: ObservedPlace): string {
  if (what === 'event') return `"ticks": [{ "event": ${JSON.stringify(name)} }]`;
  return `"${KEYS[kind]}": [${JSON.stringify(ambiguous ? `${path}#${name}` : name)}]`;
}

function isMost(part: number | undefined, whole: number): boolean {
  return part !== undefined && part >= 2 && part * 2 >= whole;
}
