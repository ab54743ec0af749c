// The rich sample's samples, as others read them.

import type { ReportProfile } from '../../src/model/report/profile-report.js';
import { profileText } from '../../src/report/profile-export.js';
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
    profileText(profile, 'bot.js', 'cpuprofile'),
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
  const { shared, profiles } = JSON.parse(profileText(profile, 'bot.js', 'speedscope')) as Speedscope;
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
