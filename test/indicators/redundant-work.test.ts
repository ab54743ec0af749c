// The evidence for work that is done twice: who was given the same again, and how often.

import type { ReportIndicator } from '../../src/model/report/report.js';
import { attribute, OtlpCollector } from '../support/otlp-collector.js';
import { fixture, type Recorded, runRecorded } from '../support/programs.js';

let recorded: Recorded;
const TICKS = 100;

beforeAll(async () => {
  recorded = await runRecorded([fixture('indicators/redundant.cjs')]);
});

function inputOf(name: string): ReportIndicator | undefined {
  return recorded.report.operations.find((operation) => operation.name === name)?.indicator;
}

it('knows a window that is given twice in a tick, as a copy too', () => {
  expect(recorded.code).toBe(0);
  expect(inputOf('technicalindicators.sma')).toEqual({
    library: 'technicalindicators',
    parameters: ['period=14', 'period=28'],
    calls: 3 * TICKS,
    meanInputLength: 50,
    maxInputLength: 50,
    repeated: TICKS,
    repeatedInTick: TICKS,
  });
});

it('knows a history that is computed anew in every tick', () => {
  expect(inputOf('technicalindicators.rsi')).toMatchObject({
    calls: TICKS,
    maxInputLength: 300,
    repeated: TICKS - 1,
    repeatedInTick: 0,
  });
});

it('remembers the last 64 different calls, and no more', () => {
  expect(inputOf('technicalindicators.wma')).toMatchObject({ calls: 3 * 65, repeated: 0 });
});

it('tells settings by their names, and no other number of the program', () => {
  // A number that is no setting is part of the input all the same.
  expect(inputOf('calculateEMA')).toMatchObject({ parameters: ['period=10'], calls: TICKS, repeated: 0 });
  expect(inputOf('calculateEMA')).not.toHaveProperty('library');
  expect(JSON.stringify(recorded.segments)).not.toMatch(/(?<!\d)(?:98765(?!\d)|12345[67]\.)/);
});

it('lists eight of many settings', () => {
  const { parameters, moreParameters } = inputOf('technicalindicators.wma') as ReportIndicator;
  expect([parameters.length, moreParameters]).toEqual([8, true]);
});

it('looks at values that come one by one in some of the ticks, and finds the twin', () => {
  const { calls, repeated, repeatedInTick, parameters, maxInputLength } = inputOf(
    'technicalindicators.EMA.nextValue',
  ) as ReportIndicator;
  const ticks = calls / 3;
  expect(ticks).toBeGreaterThan(TICKS / 16);
  expect(ticks).toBeLessThan(TICKS / 4);
  // Until an average has its first result, nothing is claimed of it.
  expect(repeatedInTick).toBe(repeated);
  expect(repeated).toBeGreaterThan(ticks - 4);
  expect(repeated).toBeLessThanOrEqual(ticks);
  expect([parameters, maxInputLength]).toEqual([['period=10', 'period=20'], 1]);
});

it('parts instances by what they return, where their settings are hidden', () => {
  expect(inputOf('AverageIndicator.update')).toMatchObject({
    parameters: ['period=10', 'period=20'],
    calls: 4 * 300,
    // The twin's 300, and the first value of the one with another weight.
    repeated: 301,
    repeatedInTick: 0,
  });
});

it('says on the spans of kept ticks which library it is, and its settings where there is one set of them', async () => {
  const collector = await OtlpCollector.start();
  try {
    const { stderr } = await runRecorded([fixture('indicators/redundant.cjs')], {
      environment: { TICKSCOPE_TICK_BUDGET: '1us', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
    });
    expect(stderr).toBe('');
  } finally {
    await collector.stop();
  }
  // The last one of each name: by then its settings are known.
  const told = ['technicalindicators.rsi', 'technicalindicators.sma', 'calculateEMA'].map((name) => {
    const span = collector.spans.findLast((candidate) => candidate.name === name);
    if (span === undefined) throw new Error(`no span of ${name}`);
    return [attribute(span, 'tickscope.indicator.library'), attribute(span, 'tickscope.indicator.parameters')];
  });
  expect(told).toEqual([
    ['technicalindicators', 'period=14'],
    ['technicalindicators', undefined],
    [undefined, 'period=10'],
  ]);
});
