// The rich sample's samples, as others read them.

import { parse } from 'protobufjs';
import type { ReportProfile } from '../../src/model/report/profile-report.js';
import { exportedProfile } from '../../src/report/profile-export/profile-export.js';
import { richProfile } from './sample-profile.js';

const profile = richProfile as ReportProfile;
const INTERVAL_MICROS = profile.intervalNanos / 1_000;

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
    readonly hitCount: number;
    readonly children: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
  readonly startTime: number;
  readonly endTime: number;
}

interface Speedscope {
  readonly shared: {
    readonly frames: readonly { readonly name: string; readonly file?: string; readonly line?: number }[];
  };
  readonly profiles: readonly {
    readonly name: string;
    readonly endValue: number;
    readonly samples: readonly (readonly number[])[];
    readonly weights: readonly number[];
  }[];
}

it('is a profile of V8, in which every function has its time below its operation', () => {
  const { nodes, samples, timeDeltas, startTime, endTime } = JSON.parse(
    exportedProfile(profile, 'bot.js', 'cpuprofile') as string,
  ) as CpuProfile;
  const nodeOf = (name: string): CpuProfile['nodes'][number] | undefined =>
    nodes.find(({ callFrame }) => callFrame.functionName === name);
  expect(nodeOf('hmac, in node:crypto')).toMatchObject({
    callFrame: { url: 'sign.js', lineNumber: 11 },
    hitCount: 744,
  });
  expect(nodeOf('(root)')?.children).toEqual(
    ['tick TradingBot.onTick', 'indicator technicalindicators.RSI', 'outside operations'].map(
      (name) => nodeOf(name)?.id,
    ),
  );
  // Too few to be named.
  expect(nodeOf('indicator technicalindicators.RSI')).toMatchObject({ hitCount: 21, children: [] });
  expect(timeDeltas).toHaveLength(samples.length);
  // A sample lasts until the next one.
  for (const [at, id] of samples.entries()) {
    const { hitCount } = nodes.find((node) => node.id === id) as CpuProfile['nodes'][number];
    expect(timeDeltas[at + 1] ?? 0).toBe(Math.round(hitCount * INTERVAL_MICROS));
  }
  expect(endTime - startTime).toBe(timeDeltas.reduce((sum, delta) => sum + delta, 0));
  const children = nodes.flatMap((node) => node.children);
  expect(children.toSorted((left, right) => left - right)).toEqual(nodes.slice(1).map(({ id }) => id));
});

it('is a file of speedscope, with one profile for each way to divide the samples', () => {
  const { shared, profiles } = JSON.parse(exportedProfile(profile, 'bot.js', 'speedscope') as string) as Speedscope;
  expect(profiles.map(({ name }) => name)).toEqual(['bot.js, by operation', 'bot.js, by symbol']);
  const [byOperation] = profiles as [Speedscope['profiles'][number]];
  const lines = byOperation.samples.map(
    (stack, at) =>
      `${stack.map((number) => shared.frames[number]?.name).join(' > ')} ${(byOperation.weights[at] as number) / profile.intervalNanos}`,
  );
  expect(lines).toContain('tick TradingBot.onTick > hmac, in node:crypto 744');
  expect(lines).toContain('indicator technicalindicators.RSI 21');
  expect(byOperation.endValue).toBe(profile.programSamples * profile.intervalNanos);
  expect(shared.frames).toContainEqual({ name: 'hmac, in node:crypto', file: 'sign.js', line: 12 });
});

/** Of https://github.com/google/pprof/blob/main/proto/profile.proto, what is written. */
const PPROF = `syntax = "proto3";
message Profile {
  repeated ValueType sample_type = 1; repeated Sample sample = 2; repeated Location location = 4; repeated Function function = 5;
  repeated string string_table = 6; ValueType period_type = 11; int64 period = 12;
}
message ValueType { int64 type = 1; int64 unit = 2; }
message Sample { repeated uint64 location_id = 1; repeated int64 value = 2; }
message Location { uint64 id = 1; repeated Line line = 4; }
message Line { uint64 function_id = 1; int64 line = 2; }
message Function { uint64 id = 1; int64 name = 2; int64 system_name = 3; int64 filename = 4; }`;

interface ValueType {
  readonly type: number;
  readonly unit: number;
}

interface Pprof {
  readonly sampleType: readonly ValueType[];
  readonly sample: readonly { readonly locationId: readonly number[]; readonly value: readonly number[] }[];
  readonly location: readonly {
    readonly id: number;
    readonly line: readonly { readonly functionId: number; readonly line?: number }[];
  }[];
  readonly function: readonly { readonly id: number; readonly name: number; readonly filename?: number }[];
  readonly stringTable: readonly string[];
  readonly periodType: ValueType;
  readonly period: number;
}

it('is a profile of pprof, innermost function first, in samples and nanoseconds', () => {
  const type = parse(PPROF).root.lookupType('Profile');
  const message = type.decode(exportedProfile(profile, 'bot.js', 'pprof') as Uint8Array);
  const decoded = type.toObject(message, { longs: Number }) as Pprof;
  const text = (index = 0): string => decoded.stringTable[index] as string;
  const unitOf = (value: ValueType): string => `${text(value.type)} ${text(value.unit)}`;
  expect(decoded.sampleType.map(unitOf)).toEqual(['samples count', 'cpu nanoseconds']);
  expect([unitOf(decoded.periodType), decoded.period]).toEqual(['cpu nanoseconds', profile.intervalNanos]);

  const placeOf = (id: number): string => {
    const [line] = decoded.location.find((location) => location.id === id)?.line ?? [];
    const called = decoded.function.find((each) => each.id === line?.functionId);
    return `${text(called?.name)} ${text(called?.filename)}:${line?.line ?? 0}`;
  };
  const stacks = new Map(decoded.sample.map(({ locationId, value }) => [locationId.map(placeOf).join(' < '), value]));
  expect(stacks.get('hmac, in node:crypto sign.js:12 < tick TradingBot.onTick :0')).toEqual([
    744,
    744 * profile.intervalNanos,
  ]);
  expect(stacks.get('indicator technicalindicators.RSI :0')).toEqual([21, 21 * profile.intervalNanos]);
  const rows = profile.rows.filter(({ scope }) => scope === 'operation' || scope === 'outside');
  const samples = [...stacks.values()].reduce((sum, [count]) => sum + (count as number), 0);
  expect(samples).toBe(rows.reduce((sum, row) => sum + row.samples, 0));
});
