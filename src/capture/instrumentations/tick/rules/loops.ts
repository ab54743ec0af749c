// Loops that take market events: `for await (const trade of feed)`, and pulls as in ccxt.

import { type ProgramRule, type ProgramLoop } from '../../../rules/instrumentation.js';
import type { Match } from '../../../rules/match.js';
import { wordsOf } from '../../../rules/words.js';
import { speaksOfTrading } from './speaks-of-trading.js';
import { isPlainlyTickShaped, isTickShaped } from '../shape/tick-shape.js';

const EVENT_WORDS =
  /^(?:ticks?|tickers?|trades?|candles?|klines?|bars?|quotes?|prices?|orderbooks?|book|depth|feed|market|replay|tape)$/;

/** ccxt's `watch*` methods that bring what the market did; not `watchBalance`, `watchOrders`, `watchMyTrades`: the program's own. */
const WATCH =
  /^watch(?:Trades?|Tickers?|OHLCVS?|OrderBooks?|BidsAsks|MarkPrices?|Candles?|Klines?|Bars?|Quotes?|Prices?|MarketData|Depth|Level2|L2)(?:ForSymbols)?$/;

export const tickLoops: ProgramRule = {
  hint: /\bfor\s+await\b|\bwatch[A-Z]/,
  loop({ fileName, className, variable, iterated }: ProgramLoop): Match | undefined {
    const speaks = [...wordsOf(variable), ...wordsOf(iterated)].some((word) => EVENT_WORDS.test(word));
    if (!speaks && !speaksOfTrading(className ?? fileName)) return undefined;
    const isTick = speaks ? isTickShaped : isPlainlyTickShaped;
    return { kind: 'tick', name: `for await (${variable} of ${iterated})`, rule: 'tick-loop', isTick };
  },
  pull(method): Match | undefined {
    return WATCH.test(method) ? { kind: 'tick', name: method, rule: 'tick-pull' } : undefined;
  },
};
