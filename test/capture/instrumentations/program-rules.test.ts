// Which functions of a program the rules take, and as what.

import type { ProgramFunction } from '../../../src/capture/rules/instrumentation.js';
import { DEFAULT_RULES } from './default-rules.js';

function verdict(where: string, options: Partial<ProgramFunction> = {}): string | undefined {
  const [place = '', fileName = 'app.js'] = where.split(' in ');
  const [name = '', className] = place.split('.').toReversed();
  const candidate: ProgramFunction = {
    path: fileName,
    fileName,
    className,
    declaredClassName: className,
    superName: undefined,
    name,
    isAsync: false,
    parameters: [],
    ...options,
  };
  for (const instrumentation of DEFAULT_RULES) {
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
  ['Base.tick in baseTradingMethod.js', 'tick Base.tick'],
  ['EmaIndicator.update', 'indicator EmaIndicator.update'],
  ['RSI.nextValue', 'indicator RSI.nextValue'],
  ['SMA.momentValue', 'indicator SMA.momentValue'],
  ['Calculator.calculate in moving-average.js', 'indicator Calculator.calculate'],
  ['Indicator.update in SMA.js', 'indicator SMA.update'],
  ['calculateEMA', 'indicator calculateEMA'],
  ['simpleMovingAverage', 'indicator simpleMovingAverage'],
  ['SpreadIndicator.calculate', 'indicator SpreadIndicator.calculate'],
  ['OrderBookImbalanceIndicator.update', 'indicator OrderBookImbalanceIndicator.update'],
  ['calculateVolatility', 'indicator calculateVolatility'],
  ['Momentum.nextValue', 'indicator Momentum.nextValue'],
  ['DatabaseService.saveTrade', 'database DatabaseService.saveTrade'],
  ['TradingDatabaseService.getOpenPositions', 'database TradingDatabaseService.getOpenPositions'],
  ['TradeRepository.findById', 'database TradeRepository.findById'],
  ['query in db.js', 'database db.query'],
  ['db.query in app.js', 'database db.query'],
  ['MomentumStrategy.evaluate', 'tick MomentumStrategy.evaluate'],
  ['MomentumStrategy.shouldBuy', 'internal MomentumStrategy.shouldBuy'],
])('%s is taken as %s', (where, expected) => {
  expect(verdict(where)).toBe(expected);
});

it.each([
  'onTicket',
  'GameLoop.update',
  'Robot.step',
  'ProgressBar.tick',
  'ProgressIndicator.update',
  'RedisHealthIndicator.compute',
  'VolatilitySettings.update',
  'TemplateEngineHelper.render',
  'SchemaValidator.update',
  'SmartCache.add',
  'VersionManager.next',
  'UniversityService.calculate',
  'EmaStrategyConfig.add',
  'Indicator in SMA.js',
  'DatabaseService.close',
  'DatabaseService.formatRow',
  'UserStore.get',
  'query in search.js',
  'pool.drain',
])('%s is left alone', (where) => {
  expect(verdict(where)).toBeUndefined();
});

it('knows a weak tick by what else its class has', () => {
  expect(verdict('Debut.handler', { siblings: ['start', 'handler', 'onCandle'] })).toBe('tick Debut.handler');
  expect(verdict('Router.handler', { siblings: ['start', 'handler', 'onRequest'] })).toBeUndefined();
});

it('knows a weak tick by the class that its class extends', () => {
  expect(verdict('PingPong.tick', { superName: 'AbstractStrategy' })).toBe('tick PingPong.tick');
});

it('knows a strategy by the class that it extends, and a store’s asynchronous methods', () => {
  expect(verdict('GoldenCross.shouldBuy', { superName: 'BaseStrategy' })).toBe('internal GoldenCross.shouldBuy');
  expect(verdict('CandleStore.save', { isAsync: true })).toBe('database CandleStore.save');
  expect(verdict('DatabaseService.connect', { isAsync: true })).toBe('database DatabaseService.connect');
});

describe('handleMessage', () => {
  const ofExchange = { superName: 'Exchange', parameters: ['client', 'message'] };

  it('is where events come in, where a client of an exchange has it', () => {
    expect(verdict('Kraken.handleMessage', ofExchange)).toBe('arrival Kraken.handleMessage');
  });

  it.each<[what: string, options: Partial<ProgramFunction>, expected: string | undefined]>([
    ['with the message first', { ...ofExchange, parameters: ['message', 'isBinary'] }, 'tick Feed.handleMessage'],
    ['with one parameter', { ...ofExchange, parameters: ['message'] }, 'tick Feed.handleMessage'],
    ['of a class that extends nothing', { parameters: ['client', 'message'] }, 'tick Feed.handleMessage'],
  ])('%s is a handler', (_what, options, expected) => {
    expect(verdict('Feed.handleMessage', options)).toBe(expected);
  });
});

describe('a rule that looks for a hint first', () => {
  const indicators = DEFAULT_RULES.find(
    ({ hint, match }) => match !== undefined && hint?.test('EmaIndicator') === true,
  );

  it.each(
    (
      'ema sma wma hma rma kama rsi macd bollinger vwap atr stoch adx cci obv momentum volatility vwma zlema alma smma trima cmf tsi kst ' +
      'cmo ppo dpo chaikin williams'
    ).split(' '),
  )('finds it in every way to write %s', (name) => {
    const capital = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    const upper = name.toUpperCase();
    for (const written of [
      `class ${capital} {`,
      `class ${capital}Indicator {`,
      `calculate${capital}(`,
      `class ${upper} {`,
      `calc${upper}20(`,
      `const ${name} = `,
      `get_${name}(`,
      `${upper}_indicator`,
    ]) {
      expect([written, indicators?.hint?.test(written)]).toEqual([written, true]);
    }
  });
});
