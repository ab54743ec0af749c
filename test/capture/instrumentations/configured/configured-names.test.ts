// Which functions a configured name means, and how configured names stand to Tickscope's own rules.

import type {
  ProgramFunction,
  PackagePatch,
  WrapPackageFunction,
} from '../../../../src/capture/rules/instrumentation.js';
import { ConfiguredNames } from '../../../../src/capture/instrumentations/configured/configured-names.js';
import { DEFAULT_RULES } from '../default-rules.js';
import { NO_NAMES, type ProgramNames } from '../../../../src/config/program-names.js';

/** @param where `Class.name in path` */
function verdict(names: Partial<ProgramNames>, where: string): string | undefined {
  const [place = '', path = 'app.js'] = where.split(' in ');
  const [name = '', className] = place.split('.').toReversed();
  const declared = { className, declaredClassName: className, superName: undefined };
  const candidate: ProgramFunction = {
    path,
    fileName: path.split('/').at(-1) ?? '',
    ...declared,
    name,
    isAsync: false,
    parameters: [],
  };
  for (const rule of new ConfiguredNames({ ...NO_NAMES, ...names }).programFunctions(DEFAULT_RULES)) {
    const match = rule.match?.(candidate);
    if (match !== undefined) return [match.kind, match.name, match.strategy].filter(Boolean).join(' ');
  }
  return undefined;
}

it.each([
  ['OrderRouter.handle', 'OrderRouter.handle', true],
  ['OrderRouter.handle', 'OrderRouter.handles', false],
  ['OrderRouter.handle', 'Router.handle', false],
  ['OrderRouter.*', 'OrderRouter.anything', true],
  ['*Router.h*', 'OrderRouter.handle', true],
  ['onFrame', 'onFrame', true],
  ['onFrame', 'Feed.onFrame', true],
  ['$handle', '$handle', true],
  ['feed.js#consume', 'consume in feed.js', true],
  ['feed.js#consume', 'consume in src/deep/feed.js', true],
  ['feed.js#consume', 'Feed.consume in feed.js', true],
  ['feed.js#consume', 'consume in other.js', false],
  ['src/*.js#consume', 'consume in src/feed.js', true],
  ['src/*.js#consume', 'consume in src/deep/feed.js', false],
  ['src/**/*.js#consume', 'consume in src/deep/feed.js', true],
  ['./src/feed.js#Feed.consume', 'Feed.consume in src/feed.js', true],
  ['src/feed.js#consume', String.raw`consume in src\feed.js`, true],
  ['some-package#consume', 'consume in feed.js', false],
])('%s means %s: %s', (pattern, where, means) => {
  expect(verdict({ ticks: [pattern] }, where)).toBe(means ? `tick ${where.split(' in ')[0]}` : undefined);
});

it.each<[Partial<ProgramNames>, where: string, expected: string | undefined]>([
  [{ database: ['onTick'] }, 'onTick', 'database onTick'],
  [{ ticks: ['EmaIndicator.update'] }, 'EmaIndicator.update', 'tick EmaIndicator.update'],
  [{ ticks: ['Ledger.save'], exclude: ['Ledger.*'] }, 'Ledger.save', undefined],
  [{ exclude: ['GameEngine.*'] }, 'GameEngine.update', undefined],
  [{ exclude: ['game/**#*'] }, 'TradingBot.update in game/bot.js', undefined],
  [{ strategies: ['Reversion.*'] }, 'Reversion.decide', 'internal Reversion.decide Reversion'],
  [{ strategies: ['Reversion.*'] }, 'Reversion.onTick', 'tick Reversion.onTick Reversion'],
  [{ strategies: ['pick'] }, 'pick', 'internal pick pick'],
  [{ exclude: [{ event: 'x' }] }, 'onTick', 'tick onTick'],
])('%j: %s is %s', (names, where, expected) => {
  expect(verdict(names, where)).toBe(expected);
});

it('tells which events are ticks, and which are left alone', () => {
  const names = new ConfiguredNames({ ...NO_NAMES, ticks: ['a', { event: 'snap*' }], exclude: [{ event: 'update' }] });
  const missing = (): unknown[] => names.notFound().map(({ pattern, event }) => [pattern, event]);
  expect(missing()).toEqual([
    ['a', undefined],
    [undefined, 'snap*'],
    [undefined, 'update'],
  ]);
  const pattern = { event: 'snap*' };
  expect(['snapshot', 'snap', 'tick'].map((event) => names.tickPatternOf(event))).toEqual([
    pattern,
    pattern,
    undefined,
  ]);
  expect(['update', 'updates'].map((event) => names.isExcludedEvent(event))).toEqual([true, false]);
  expect(missing()).toEqual([['a', undefined]]);
});

it('wraps the exports that it names, those of a frozen object in a copy, and leaves alone what is excluded', () => {
  const wrapped: string[] = [];
  const wrap: WrapPackageFunction = (original, { name }) => {
    wrapped.push(name);
    return Object.assign(() => original(), { original });
  };
  const names = new ConfiguredNames({
    ...NO_NAMES,
    external: ['client#fetch*', 'client#Session.*'],
    exclude: ['client#fetchSecret', 'other#sma'],
  });
  class Session {
    send(): void {}
    static open(): void {}
  }
  const exports = Object.freeze({ fetchQuotes: () => 1, fetchSecret: () => 2, other: () => 3, Session });
  const other: PackagePatch = {
    packageName: 'other',
    file: /./,
    patch: (_exports, wrapOne) => [
      wrapOne(() => 1, { kind: 'indicator', name: 'sma', rule: 'indicator-library' }),
      wrapOne(() => 2, { kind: 'indicator', name: 'ema', rule: 'indicator-library' }),
    ],
  };
  const [client, others] = names.packages([other]);
  const patched = client?.patch(exports, wrap, '1.0.0', 'client') as typeof exports;
  others?.patch({}, wrap, '1.0.0', 'client');
  expect(wrapped).toEqual(['fetchQuotes', 'Session.open', 'Session.send', 'ema']);
  expect([patched.fetchQuotes === exports.fetchQuotes, patched.fetchQuotes()]).toEqual([false, 1]);
  expect([patched.fetchSecret, patched.other, patched.Session]).toEqual([exports.fetchSecret, exports.other, Session]);
  expect(names.notFound()).toEqual([]);
});

it('looks only into sources that can have a configured function', () => {
  const hints = (names: Partial<ProgramNames>, source: string): boolean | undefined =>
    new ConfiguredNames({ ...NO_NAMES, ...names }).programFunctions([])[0]?.hint?.test(source);
  expect(hints({ ticks: ['Router.dig$est'] }, 'dig$est()')).toBe(true);
  expect(hints({ ticks: ['Router.digest'] }, 'other()')).toBe(false);
  expect(hints({ ticks: ['Router.*'] }, 'other()')).toBe(true);
  expect(hints({ exclude: ['Router.*'] }, 'other()')).toBe(false);
  expect(new ConfiguredNames(NO_NAMES).programFunctions(DEFAULT_RULES)).toBe(DEFAULT_RULES);
});
