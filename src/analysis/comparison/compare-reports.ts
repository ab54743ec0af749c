// Two versions of a program, by the reports of their runs: what changed, how surely, and what could not have been seen.
//
// Of one run each, the difference is said and nothing else: how far two runs of the same program are apart, no single run knows.
// docs/explanation/comparison-and-growth.md has the statistics.

import {
  COMPARISON_SCHEMA,
  type Compared,
  type ComparedMeasure,
  type ComparedOperation,
  type ComparedSide,
  type ComparisonBasis,
  type ComparisonReport,
} from '../../model/report/comparison-report.js';
import { areOtherMachines } from '../../model/machine.js';
import type { Report } from '../../model/report/report.js';
import type { Nanoseconds, Share } from '../../model/units.js';
import { type Comparison, compareRuns, LEVEL, type MeasuredRuns } from '../statistics/comparison.js';
import { median, sum } from '../statistics/numbers.js';
import { compareFindings } from './compare-findings.js';
import { dependsOnMachine, machinesOf } from './machines.js';
import { type Measure, measuresOf } from './measures.js';
import { comparisonNotes } from './notes.js';
import { type ComparedRuns, type RunValues, valuesOfRuns } from './run-values.js';
import { largestOf, type OperationValues, operationsOf } from './operation-values.js';

export function compareReports(runs: ComparedRuns): ComparisonReport {
  const { before, after } = runs;
  const basis: ComparisonBasis = before.length + after.length === 2 ? 'one run each' : runs.isPaired ? 'pairs' : 'runs';
  const measures = measuresOf([...before, ...after])
    .map((measure) => ({ measure, values: valuesOfRuns(runs, measure.of) }))
    .filter(({ values }) => [...values.before, ...values.after].some((value) => value !== undefined && value !== 0));
  const operations = operationsOf(runs);
  const judged = new Set(largestOf(operations));
  const family = [
    ...measures.filter(({ measure, values }) => measure.isJudged && isWhole(values)).map(({ values }) => values),
    ...operations.filter((operation) => judged.has(operation) && isWhole(operation.values)).map(({ values }) => values),
  ];
  const found = judgeAll(family, basis);
  const sides = { before: sideOf(before), after: sideOf(after) };
  const isOtherMachine = areOtherMachines(sides.before.machines, sides.after.machines);
  return {
    schema: COMPARISON_SCHEMA,
    ...sides,
    basis,
    family: family.length,
    neededRuns: neededRuns(family.length, basis),
    measures: measures
      .map(({ measure, values }) => comparedMeasure(measure, values, found.get(values)))
      .map((compared) => (isOtherMachine ? ofOtherMachine(compared) : compared)),
    operations: operations
      .map((operation) => comparedOperation(operation, found.get(operation.values)))
      .map((compared) => (isOtherMachine ? ofOtherMachine(compared) : compared))
      .toSorted((one, other) => Math.abs(other.movedNanos) - Math.abs(one.movedNanos)),
    findings: compareFindings(before, after),
    notes: comparisonNotes(before, after),
  };
}

function judgeAll(family: readonly RunValues[], basis: ComparisonBasis): Map<RunValues, Comparison> {
  if (basis === 'one run each') return new Map();
  const isPaired = basis === 'pairs';
  const measured = family.map((values) => ({ ...values, isPaired }) as MeasuredRuns);
  return new Map(compareRuns(measured).map((comparison, place) => [family[place] as RunValues, comparison]));
}

/** Runs without a value would be left out of the comparison, and where a change is that it is gone, just these. */
function isWhole({ before, after }: RunValues): boolean {
  return [...before, ...after].every((value) => value !== undefined && value > 0);
}

function comparedMeasure(
  { name, unit, resolutionShare }: Measure,
  values: RunValues,
  comparison: Comparison | undefined,
): ComparedMeasure {
  const compared = comparedOf(values, comparison, resolutionShare);
  const isOfTime = unit === 'nanoseconds';
  const { verdict } = compared;
  const amount = verdict === 'slower' ? 'more' : verdict === 'faster' ? 'less' : verdict;
  return { name, unit, ...compared, verdict: isOfTime ? verdict : amount };
}

/** The difference is there to be read; whether it is the program's, nobody can tell. */
function ofOtherMachine<Row extends Compared>(compared: Row): Row {
  if (!dependsOnMachine(compared.unit)) return compared;
  const { couldHaveSeenShare: _, ...rest } = compared;
  return { ...rest, verdict: 'not judged' } as Row;
}

function comparedOf(
  values: RunValues,
  comparison: Comparison | undefined,
  resolutionShare: number,
): Omit<Compared, 'unit'> {
  const before = medianOf(values.before);
  const after = medianOf(values.after);
  const differenceShare =
    comparison?.estimateShare ?? (before && after !== undefined ? (after - before) / before : undefined);
  return {
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    ...(differenceShare !== undefined && { differenceShare }),
    ...judgementOf(comparison, resolutionShare),
  };
}

/** @param resolutionShare by which the limits are further apart, because either value may lie anywhere in its bucket */
function judgementOf(
  comparison: Comparison | undefined,
  resolutionShare: number,
): Pick<Compared, 'verdict' | 'interval' | 'couldHaveSeenShare'> {
  if (comparison === undefined) return { verdict: 'not judged' };
  const { change, confidence, couldHaveSeenShare } = comparison;
  const lowerShare = (1 + comparison.lowerShare) / (1 + resolutionShare) - 1;
  const upperShare = (1 + comparison.upperShare) * (1 + resolutionShare) - 1;
  const interval = upperShare < Infinity && { interval: { lowerShare, upperShare, confidence: confidence as Share } };
  if (couldHaveSeenShare === Infinity) return { ...interval, verdict: 'not judged' };
  const isShown = lowerShare > 0 || upperShare < 0;
  return {
    ...interval,
    verdict: isShown ? change : 'no change shown',
    couldHaveSeenShare: (1 + couldHaveSeenShare) * (1 + resolutionShare) - 1,
  };
}

function comparedOperation(
  { row: { kind, name, location }, values, pathBefore, pathAfter, callsBefore, callsAfter }: OperationValues,
  comparison: Comparison | undefined,
): ComparedOperation {
  return {
    kind,
    name,
    ...(location !== undefined && { location }),
    unit: 'nanoseconds',
    ...comparedOf(values, comparison, 0),
    ...(callsBefore !== undefined && { callsPerTickBefore: callsBefore }),
    ...(callsAfter !== undefined && { callsPerTickAfter: callsAfter }),
    movedNanos: pathAfter - pathBefore,
  };
}

function sideOf(reports: readonly Report[]): ComparedSide {
  const ticks = sum(reports.map(({ ticks: { count } }) => count));
  const machines = machinesOf(reports);
  const paths = sum(reports.flatMap(({ operations }) => operations.map(({ criticalPathNanos }) => criticalPathNanos)));
  return {
    program: distinctText(reports.map(({ program }) => program.name)),
    node: distinctText(reports.map(({ program }) => program.node)),
    ...(machines !== undefined && { machines }),
    runs: reports.length,
    ticks,
    meanTickNanos: (ticks === 0 ? 0 : paths / ticks) as Nanoseconds,
  };
}

/** The least number with which the smallest possible p-value, times the family, is at the level. */
function neededRuns(family: number, basis: ComparisonBasis): number {
  let runs = 1;
  for (let ways = 2; (2 * family) / ways > LEVEL; runs++) {
    // Of pairs, signs; of runs that are not paired, the ways to call half of them "before".
    ways *= basis === 'runs' ? (2 * (2 * runs + 1)) / (runs + 1) : 2;
  }
  return runs;
}

function medianOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : median(known);
}

function distinctText(texts: readonly string[]): string {
  return [...new Set(texts)].toSorted().join(', ');
}
