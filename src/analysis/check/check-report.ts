// Budgets against a report, and where they are relative against that of a baseline.
//
// Rows about time are not judged where the run says little of the program (`doubtTexts`), and what is relative to a baseline is not where that is of another
// machine: not as failed, and not as passed either.

import { ANY_OPERATION, type Budget, type Budgets, MEASURE_BUDGETS } from '../../model/budgets.js';
import { formatCount, formatShare } from '../../model/format-units.js';
import { CHECK_SCHEMA, type CheckReport, type CheckRow, type CheckStatus } from '../../model/report/check-report.js';
import type { ComparedUnit } from '../../model/report/comparison-report.js';
import type { Report, ReportOperation } from '../../model/report/report.js';
import type { Share } from '../../model/units.js';
import { doubtTexts } from '../comparison/doubts.js';
import { dependsOnMachine, machineDoubt } from '../comparison/machines.js';
import { LEAST_PATH_SHARE, pathPerTick } from '../comparison/operation-index.js';
import { sum } from '../statistics/numbers.js';
import { countedText } from '../wording.js';
import { BUDGETED_MEASURES } from './budgeted-measures.js';
import { chanceOfOperation, chanceOfP95 } from './chance.js';

interface Checked {
  readonly name: string;
  readonly unit: ComparedUnit;
  readonly isTime: boolean;
  readonly budget: Budget;
  readonly value: number | undefined;
  readonly baseline: number | undefined;
  readonly location?: string;
  /** By how much it may be over the baseline by chance, as a share; absent where chance has no part in it. */
  readonly chanceShare?: number;
  /** Why there is no value. */
  readonly missing: string;
  /** What the value rests on. */
  readonly basis: string;
}

/** @param baseline has to be there where a budget is relative */
export function checkReport(report: Report, budgets: Budgets, baseline?: Report): CheckReport {
  const checks = [...measureChecks(report, budgets, baseline), ...operationChecks(report, budgets, baseline)];
  const doubts = checkDoubts(report, checks.some(isRelative) ? baseline : undefined);
  const rows = [...checks.map((checked) => rowOf(checked, doubts)), ...findingRows(report, budgets)];
  return {
    schema: CHECK_SCHEMA,
    program: report.program.name,
    ticks: report.ticks.count,
    status: worstOf(rows),
    rows,
    doubts: rows.some(({ status }) => status === 'not judged') ? [...new Set(Object.values(doubts).flat())] : [],
  };
}

/** Why rows are not judged: sentences without a full stop. */
interface CheckDoubts {
  /** About times. */
  readonly ofRun: readonly string[];
  /** About times that are held against the baseline's. */
  readonly ofBaseline: readonly string[];
  /** About all that is held against the baseline and depends on the machine. */
  readonly ofMachine: readonly string[];
}

function checkDoubts(report: Report, baseline: Report | undefined): CheckDoubts {
  const machine = baseline && machineDoubt(report, baseline);
  return {
    ofMachine: machine === undefined ? [] : [machine],
    ofRun: doubtTexts([report]),
    ofBaseline: baseline === undefined ? [] : doubtTexts([baseline]).map((doubt) => `in the baseline, ${doubt}`),
  };
}

function doubtsAbout(checked: Checked, { ofMachine, ofRun, ofBaseline }: CheckDoubts): readonly string[] {
  return [
    ...(isRelative(checked) && dependsOnMachine(checked.unit) ? ofMachine : []),
    ...(checked.isTime ? ofRun : []),
    ...(checked.isTime && isRelative(checked) ? ofBaseline : []),
  ];
}

function isRelative({ budget }: Checked): boolean {
  return 'increase' in budget;
}

function worstOf(rows: readonly CheckRow[]): CheckStatus {
  return (['fail', 'not judged'] as const).find((worst) => rows.some(({ status }) => status === worst)) ?? 'pass';
}

function measureChecks(report: Report, { measures }: Budgets, baseline: Report | undefined): Checked[] {
  return MEASURE_BUDGETS.flatMap((id) => {
    const budget = measures[id];
    if (budget === undefined) return [];
    const { of, spreadOf, basis, ...measure } = BUDGETED_MEASURES[id];
    const [now, old] = [spreadOf?.(report, report), baseline && spreadOf?.(baseline, report)];
    return [
      {
        ...measure,
        budget,
        value: of(report, report),
        baseline: baseline && of(baseline, report),
        ...(now !== undefined && old !== undefined && { chanceShare: chanceOfP95(now, old) }),
        basis: basis?.(report) ?? countedText(report.ticks.count, 'tick'),
      },
    ];
  });
}

function operationChecks(report: Report, { operations }: Budgets, baseline: Report | undefined): Checked[] {
  const named = Object.entries(operations).filter(([name]) => name !== ANY_OPERATION);
  const rows = named.map(([name, budget]) => operationCheck(name, budget, report, baseline));
  const any = operations[ANY_OPERATION];
  if (any === undefined) return rows;
  const others = [...largeOperations(report), ...(baseline === undefined ? [] : largeOperations(baseline))]
    .map(nameOf)
    .filter((name) => !Object.hasOwn(operations, name) && !('increase' in any && isNew(name, baseline)));
  return [...rows, ...[...new Set(others)].map((name) => operationCheck(name, any, report, baseline))];
}

function operationCheck(name: string, budget: Budget, report: Report, baseline: Report | undefined): Checked {
  const row = operationIn(report, name);
  const old = baseline && operationIn(baseline, name);
  return {
    name,
    unit: 'nanoseconds',
    isTime: true,
    budget,
    // One that the baseline knows is gone, and not misspelt.
    value: row !== undefined ? pathPerTick(row, report.ticks.count) : old === undefined ? undefined : 0,
    baseline: baseline && old && pathPerTick(old, baseline.ticks.count),
    ...(row?.location !== undefined && { location: row.location }),
    ...(baseline !== undefined && row !== undefined && { chanceShare: chanceOfOperation(report, baseline, row) }),
    missing: 'no operation has that name: names are kind and name, as in the report',
    basis: row === undefined ? 'it is gone' : `on the critical path of a tick, mean; ${formatCount(row.count)} calls`,
  };
}

/** @returns the operations that the budget `*` is for */
function largeOperations({ operations }: Report): ReportOperation[] {
  const whole = sum(operations.map(({ criticalPathNanos }) => criticalPathNanos));
  return operations.filter(({ criticalPathNanos }) => whole > 0 && criticalPathNanos / whole >= LEAST_PATH_SHARE);
}

/** What is new has no baseline: the tick as a whole has its own budget. */
function isNew(name: string, baseline: Report | undefined): boolean {
  return baseline === undefined || operationIn(baseline, name) === undefined;
}

function operationIn({ operations }: Report, name: string): ReportOperation | undefined {
  return operations.find((row) => nameOf(row) === name);
}

function nameOf({ kind, name }: ReportOperation): string {
  return `${kind} ${name}`;
}

function rowOf(checked: Checked, doubts: CheckDoubts): CheckRow {
  const { name, unit, value, baseline, location, budget, missing, basis, chanceShare = 0 } = checked;
  const limit = 'most' in budget ? budget.most : baseline === undefined ? undefined : baseline * (1 + budget.increase);
  const known = {
    name,
    unit,
    ...(value !== undefined && { value }),
    ...(limit !== undefined && { limit }),
    ...(baseline !== undefined && { baseline }),
    ...(location !== undefined && { location }),
  };
  const [doubt] = doubtsAbout(checked, doubts);
  if (value === undefined) return { ...known, status: 'not judged', evidence: missing };
  if (limit === undefined) return { ...known, status: 'not judged', evidence: 'the baseline does not have it' };
  if (doubt !== undefined) return { ...known, status: 'not judged', evidence: doubt };
  if ('increase' in budget && value > limit && value <= (baseline ?? 0) * (1 + chanceShare)) {
    return {
      ...known,
      status: 'not judged',
      evidence: `over the limit, and two runs of so few ticks differ by up to ${formatShare(chanceShare as Share)} by chance alone: run longer`,
    };
  }
  return { ...known, status: value <= limit ? 'pass' : 'fail', evidence: basis };
}

function findingRows({ findings }: Report, { findings: allowed }: Budgets): CheckRow[] {
  if (allowed === undefined) return [];
  const others = findings.filter(({ id }) => !allowed.includes(id));
  if (others.length === 0) {
    return [
      { name: 'findings', status: 'pass', unit: 'count', value: 0, limit: 0, evidence: 'none that is not allowed' },
    ];
  }
  return others.map(({ id, title, location, advice }) => ({
    name: `finding ${id}`,
    status: 'fail',
    unit: 'count',
    ...(location !== undefined && { location }),
    evidence: `${title}. ${advice}`,
  }));
}
