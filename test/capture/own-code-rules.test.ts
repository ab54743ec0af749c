// Which functions of a program the rules take, and as what.

import type { OwnFunction } from '../../src/capture/hooks/instrumentation.js';
import { OWN_CODE } from '../../src/capture/instrumentations/index.js';

function verdict(where: string, options: Partial<OwnFunction> = {}): string | undefined {
  const [place = '', fileName = 'app.js'] = where.split(' in ');
  const [name = '', className] = place.split('.').toReversed();
  const candidate: OwnFunction = {
    fileName,
    className,
    declaredClassName: className,
    superName: undefined,
    name,
    isAsync: false,
    ...options,
  };
  for (const instrumentation of OWN_CODE) {
    const match = instrumentation.match?.(candidate);
    if (match !== undefined) return `${match.kind} ${match.name}`;
  }
  return undefined;
}

it.each([
  ['onTick', 'tick onTick'],
  ['Whatever.handleMarketData', 'tick Whatever.handleMarketData'],
  ['Feed.processBookTicker', 'tick Feed.processBookTicker'],
  ['TradingEngine.update', 'tick TradingEngine.update'],
  ['process in market-feed.js', 'tick process'],
  ['EmaIndicator.update', 'indicator EmaIndicator.update'],
  ['RSI.nextValue', 'indicator RSI.nextValue'],
  ['Calculator.calculate in moving-average.js', 'indicator Calculator.calculate'],
  ['calculateEMA', 'indicator calculateEMA'],
  ['simpleMovingAverage', 'indicator simpleMovingAverage'],
  ['DatabaseService.saveTrade', 'database DatabaseService.saveTrade'],
  ['TradingDatabaseService.getOpenPositions', 'database TradingDatabaseService.getOpenPositions'],
  ['TradeRepository.findById', 'database TradeRepository.findById'],
  ['query in db.js', 'database db.query'],
  ['MomentumStrategy.evaluate', 'tick MomentumStrategy.evaluate'],
  ['MomentumStrategy.shouldBuy', 'internal MomentumStrategy.shouldBuy'],
])('%s is taken as %s', (where, expected) => {
  expect(verdict(where)).toBe(expected);
});

it.each([
  'onTicket',
  'GameLoop.update',
  'ProgressBar.tick',
  'TemplateEngineHelper.render',
  'SchemaValidator.update',
  'SmartCache.add',
  'VersionManager.next',
  'UniversityService.calculate',
  'EmaStrategyConfig.add',
  'DatabaseService.close',
  'DatabaseService.formatRow',
  'UserStore.get',
  'query in search.js',
])('%s is left alone', (where) => {
  expect(verdict(where)).toBeUndefined();
});

it('knows a strategy by the class that it extends, and a store’s asynchronous methods', () => {
  expect(verdict('GoldenCross.shouldBuy', { superName: 'BaseStrategy' })).toBe('internal GoldenCross.shouldBuy');
  expect(verdict('CandleStore.save', { isAsync: true })).toBe('database CandleStore.save');
  expect(verdict('DatabaseService.connect', { isAsync: true })).toBe('database DatabaseService.connect');
});
