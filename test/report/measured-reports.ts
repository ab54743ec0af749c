// Reports of runs with given numbers, for tests of whatever compares them.

import type { Machine } from '../../src/model/machine.js';
import type { OperationKind } from '../../src/model/operation.js';
import type { Report, ReportFinding, ReportOperation } from '../../src/model/report/report.js';
import type { Bytes, Nanoseconds, Share } from '../../src/model/units.js';
import { noTicks } from './sample-reports.js';

export interface GivenRun {
  readonly program?: string;
  /** `null`: nobody knows. */
  readonly machine?: Machine | null;
  readonly ticks?: number;
  readonly p50?: number;
  readonly p95?: number;
  /** p95 of the response time, seen. */
  readonly response?: number;
  readonly memory?: number;
  readonly operations?: readonly ReportOperation[];
  readonly findings?: readonly ReportFinding[];
  readonly standingShare?: number;
}

export const someMachine: Machine = { model: 'Some CPU', cores: 4, architecture: 'x64', platform: 'linux' };

export function measuredReport(given: GivenRun = {}): Report {
  const { program = 'bot.js', ticks = 1_000, p50 = 200_000, p95 = 800_000, response, memory = 60e6 } = given;
  const { operations = [], findings = [], standingShare, machine = someMachine } = given;
  const spread = {
    p50Nanos: p50 as Nanoseconds,
    p95Nanos: p95 as Nanoseconds,
    p99Nanos: (2 * p95) as Nanoseconds,
    maxNanos: (4 * p95) as Nanoseconds,
  };
  const seen = { ...spread, basis: 'stamped', count: ticks, p95Nanos: response as Nanoseconds } as const;
  return {
    ...noTicks,
    program: { ...noTicks.program, name: program, ...(machine !== null && { machines: [machine] }) },
    ticks: {
      ...noTicks.ticks,
      ...spread,
      started: ticks,
      count: ticks,
      underTargetShare: 0.97 as Share,
      response: response === undefined ? [] : [seen],
    },
    memory: { rssBytes: memory as Bytes, peakRssBytes: memory as Bytes },
    operations,
    findings,
    ...(standingShare !== undefined && {
      processor: { cpuNanos: 1e9 as Nanoseconds, busiestShare: 0.4, standingShare: standingShare as Share },
    }),
  };
}

/** @param path nanoseconds on the critical path, of all ticks */
export function measuredOperation(
  kind: OperationKind,
  name: string,
  path: number,
  rest: Partial<ReportOperation> = {},
): ReportOperation {
  return {
    kind,
    name,
    count: 1_000,
    failed: 0,
    late: 0,
    totalNanos: path as Nanoseconds,
    selfNanos: path as Nanoseconds,
    criticalPathNanos: path as Nanoseconds,
    p50Nanos: (path / 1_000) as Nanoseconds,
    p95Nanos: (path / 500) as Nanoseconds,
    exact: true,
    ...rest,
  };
}

export function measuredFinding(id: string, location?: string): ReportFinding {
  return {
    id,
    title: `What ${id} finds`,
    severity: 'medium',
    ...(location !== undefined && { location }),
    evidence: { share: 0.4 },
    advice: 'Change it.',
  };
}
