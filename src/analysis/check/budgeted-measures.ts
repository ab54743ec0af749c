// What each budget is held against.

import type { MeasureBudget } from '../../model/budgets.js';
import type { ComparedUnit } from '../../model/report/comparison-report.js';
import type { Report, ReportWait } from '../../model/report/report.js';
import { queriesPerTick } from '../comparison/measures.js';
import type { DurationSpread } from './chance.js';

interface BudgetedMeasure {
  readonly name: string;
  readonly unit: ComparedUnit;
  readonly isTime: boolean;
  /** @param judged the report that is held against the budget: what is taken of a baseline has to be the same */
  readonly of: (report: Report, judged: Report) => number | undefined;
  /** What the value is a percentile of. */
  readonly spreadOf?: (report: Report, judged: Report) => DurationSpread | undefined;
  readonly missing: string;
  /** What the value is, where the name does not say it. */
  readonly basis?: (report: Report) => string | undefined;
}

const NO_TICK = 'no tick has ended';

export const BUDGETED_MEASURES: Readonly<Record<MeasureBudget, BudgetedMeasure>> = {
  tickP95: {
    name: 'tick p95',
    unit: 'nanoseconds',
    isTime: true,
    of: ({ ticks }) => (ticks.count === 0 ? undefined : ticks.p95Nanos),
    spreadOf: ({ ticks }) => ticks,
    missing: NO_TICK,
  },
  responseP95: {
    name: 'response p95',
    unit: 'nanoseconds',
    isTime: true,
    of: (report, judged) => responseOf(report, judged)?.p95Nanos,
    spreadOf: responseOf,
    missing: 'nothing is known of the wait before ticks; tickP95 is the budget of their durations',
    basis: ({ ticks }) => (ticks.response[0]?.basis === 'bound' ? 'at most: the wait itself was not seen' : undefined),
  },
  ageP95: {
    name: 'event age p95',
    unit: 'nanoseconds',
    isTime: true,
    of: ({ ticks }) => ticks.age?.p95Nanos,
    spreadOf: ({ ticks }) => ticks.age,
    missing: 'no event had a time within an hour of its result',
  },
  memory: {
    name: 'memory at most',
    unit: 'bytes',
    isTime: false,
    of: ({ memory }) => memory.peakRssBytes || undefined,
    missing: 'nobody sampled the memory',
    basis: () => 'resident, the largest of each process, added up',
  },
  processor: {
    name: 'processor',
    unit: 'share',
    isTime: true,
    of: ({ processor }) => processor?.busiestShare,
    missing: 'nobody sampled the processor',
    basis: () => 'of one core over the whole run, the process that used most',
  },
  queriesPerTick: {
    name: 'queries a tick',
    unit: 'count',
    isTime: false,
    of: queriesPerTick,
    missing: NO_TICK,
  },
};

/** The wait that was seen, where it was; of a baseline, what is counted from the same moment. */
function responseOf({ ticks }: Report, { ticks: { response } }: Report): ReportWait | undefined {
  return ticks.response.find(({ basis }) => basis === response[0]?.basis);
}
