import { DEFAULT_CONFIG, resolveConfig } from '../../src/config/config.js';
import { NO_NAMES } from '../../src/config/program-names.js';

it('has nothing to say about an empty environment', () => {
  expect(resolveConfig({})).toEqual({ config: DEFAULT_CONFIG, warnings: [] });
  expect(resolveConfig({ TICKSCOPE_DIR: ' ', TICKSCOPE_RUN: '' })).toEqual({ config: DEFAULT_CONFIG, warnings: [] });
});

it('takes every variable', () => {
  const environment = {
    TICKSCOPE_DIR: '/var/runs',
    TICKSCOPE_RUN: '/var/runs/run-1',
    TICKSCOPE_SEGMENT_MILLIS: '1000',
    TICKSCOPE_TICK_BUDGET: '500us',
    TICKSCOPE_DISABLED: '1',
    TICKSCOPE_FLUSH_MILLIS: '500',
    TICKSCOPE_EVENT_LOOP: 'Turns',
    TICKSCOPE_EXPORT: 'Worker',
    TICKSCOPE_TICKS_PER_SECOND: '5',
  };
  expect(resolveConfig(environment)).toEqual({
    config: {
      directory: '/var/runs',
      runFolder: '/var/runs/run-1',
      segmentMillis: 1_000,
      flushMillis: 500,
      silenceMillis: 500,
      ticksPerSecond: 5,
      tickBudgetNanos: 500_000,
      eventLoop: 'turns',
      export: 'worker',
      propagate: false,
      profile: false,
      memory: false,
      disabled: true,
      doctor: false,
      names: NO_NAMES,
    },
    warnings: [],
  });
});

it.each([
  ['nothing is said', {}, {}, [2_000, 500]],
  ['a variable says how long', { TICKSCOPE_FLUSH_MILLIS: '9000' }, {}, [9_000, 9_000]],
  ['the file says how long', {}, { flushMillis: 100 }, [100, 100]],
])('waits half a second where nothing answers and %s', (_what, environment, file, expected) => {
  const { flushMillis, silenceMillis } = resolveConfig(environment, file).config;
  expect([flushMillis, silenceMillis]).toEqual(expected);
});

it.each([
  ['TICKSCOPE_DISABLED', 'TRUE', true],
  ['TICKSCOPE_DISABLED', '0', false],
  ['OTEL_SDK_DISABLED', 'True', true],
  ['OTEL_SDK_DISABLED', 'false', false],
])('%s=%s', (name, value, disabled) => {
  expect(resolveConfig({ [name]: value })).toEqual({ config: { ...DEFAULT_CONFIG, disabled }, warnings: [] });
});

it.each(['100', '3600000'])('accepts a segment of %s ms', (value) => {
  expect(resolveConfig({ TICKSCOPE_SEGMENT_MILLIS: value }).config.segmentMillis).toBe(Number(value));
});

const SEGMENT_WARNING = 'is not a whole number from 100 to 3,600,000. Segments are written every 10,000 ms.';
const BUDGET_WARNING = 'is not a duration such as 1ms or 500us. The budget of a tick is 1ms.';
const FLAG_WARNING = 'is neither true nor false. It counts as false.';

it.each([
  ['TICKSCOPE_SEGMENT_MILLIS', '99', SEGMENT_WARNING],
  ['TICKSCOPE_SEGMENT_MILLIS', '3600001', SEGMENT_WARNING],
  ['TICKSCOPE_SEGMENT_MILLIS', '1e3', SEGMENT_WARNING],
  ['TICKSCOPE_SEGMENT_MILLIS', '10s', SEGMENT_WARNING],
  ['TICKSCOPE_TICKS_PER_SECOND', '0', 'is not a whole number from 1 to 1,000,000. Up to 20 ticks a second are sent.'],
  ['TICKSCOPE_TICK_BUDGET', '1', BUDGET_WARNING],
  ['TICKSCOPE_TICK_BUDGET', '0ms', BUDGET_WARNING],
  ['TICKSCOPE_EVENT_LOOP', 'all', 'is none of callbacks, turns and off. It stays callbacks.'],
  ['TICKSCOPE_EXPORT', 'fork', 'is none of thread, worker and off. It stays thread.'],
  ['TICKSCOPE_DISABLED', 'yes', FLAG_WARNING],
  ['OTEL_SDK_DISABLED', '1', FLAG_WARNING],
])('warns once of %s=%s and keeps the default', (name, value, warning) => {
  expect(resolveConfig({ [name]: value })).toEqual({
    config: DEFAULT_CONFIG,
    warnings: [`${name} "${value}" ${warning}`],
  });
});

it('takes from the file what the environment does not say', () => {
  const file = {
    directory: 'runs',
    segmentMillis: 500,
    flushMillis: 0,
    ticksPerSecond: 7,
    tickBudget: '2ms',
    eventLoop: 'turns' as const,
    export: 'off' as const,
    ticks: ['onFrame'],
  };
  const names = { ...NO_NAMES, ticks: ['onFrame'] };
  expect(resolveConfig({}, file)).toEqual({
    config: {
      propagate: false,
      profile: false,
      memory: false,
      directory: 'runs',
      segmentMillis: 500,
      flushMillis: 0,
      silenceMillis: 0,
      ticksPerSecond: 7,
      tickBudgetNanos: 2e6,
      eventLoop: 'turns',
      export: 'off',
      disabled: false,
      doctor: false,
      names,
    },
    warnings: [],
  });
  const environment = { TICKSCOPE_DIR: '/var/runs', TICKSCOPE_SEGMENT_MILLIS: '9', TICKSCOPE_TICK_BUDGET: '3ms' };
  const { config, warnings } = resolveConfig(environment, file);
  expect(config).toMatchObject({ directory: '/var/runs', segmentMillis: 500, tickBudgetNanos: 3e6 });
  expect(warnings).toEqual([
    'TICKSCOPE_SEGMENT_MILLIS "9" is not a whole number from 100 to 3,600,000. Segments are written every 500 ms.',
  ]);
});
