// Functions that are written as arguments: listeners of market events, and callbacks of exchange clients.
//
// The same listeners are met again when they are added (`listeners.ts`), and are left as they are; here their place is known.

import type { ProgramRule, ProgramCall } from '../../../rules/instrumentation.js';
import type { Match } from '../../../rules/match.js';
import { isEventName, shapeOfEvent } from '../listeners/event-names.js';
import { isPlainlyTickShaped } from '../shape/tick-shape.js';

const LISTENING = /^(?:on|once|addListener|prependListener|prependOnceListener|addEventListener|subscribe)$/;

/** `alpaca.onStockTrade(cb)`, `client.ws.trades(symbols, cb)`, `feed.subscribeToTicker(symbol, cb)`. */
const CLIENT =
  /^(?:(?:on|subscribe|subscribeTo|watch)[A-Z]\w*?(?:Ticks?|Tickers?|Trades?|Quotes?|Bars?|Candles?|Klines?|Prices?)|trades?|aggTrades|tickers?|candles(?:ticks)?|klines?|bookTickers?|onTick)$/;

export const tickCallbacks: ProgramRule = {
  hint: /\b(?:on|once|\w+Listener|subscribe)\s*\(\s*['"`]|\b(?:on|subscribe|watch)[A-Z]\w*?(?:Tick|Trade|Quote|Bar|Candle|Kline|Price)|\.(?:trades?|aggTrades|tickers?|candles|candlesticks|klines?|bookTickers?)\(/,
  callback({ name, firstText, functionName }: ProgramCall): Match | undefined {
    // Of an emitter it may be a message to the program's own server, which is known when it is added.
    if (name === 'addEventListener' && firstText === 'message') {
      const match: Match = { kind: 'tick', name: functionName ?? "on('message')", rule: 'tick-event' };
      return { ...match, isTick: isPlainlyTickShaped, takesMessages: true };
    }
    const isListener = LISTENING.test(name) && firstText !== undefined && isEventName(firstText);
    if (!isListener && !CLIENT.test(name)) return undefined;
    const place = isListener ? `${name}('${firstText}')` : `${name}(...)`;
    const isTick = shapeOfEvent(firstText ?? name);
    return { kind: 'tick', name: functionName ?? place, rule: 'tick-event', isTick };
  },
};
