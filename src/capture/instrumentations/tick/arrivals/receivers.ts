// Where market events come in before a tick: clients of exchanges as ccxt writes them, in the program's code and in ccxt.
//
// The loop of a program that pulls (`await exchange.watchTrades(symbol)`) gets what the cache has when it asks. In a replay of
// 10,001 trades it was woken 3 times and saw 2,007: the cache keeps 1,000 and drops the rest silently.

import type { Instrumentation, PackagePatch, ProgramRule } from '../../../rules/instrumentation.js';
import { replaceMember } from '../../../patch/replace-member.js';

/** Whose message it is, as clients of exchanges call it. */
const SENDER = /^_?(?:client|connection|conn|socket|ws)$/i;

/** `handleMessage(client, message)` of a class that extends another. Where the message comes first, it is a handler. */
const programReceivers: ProgramRule = {
  hint: /\bhandleMessage\b/,
  match({ className, superName, name, parameters: [sender = '', ...rest] }) {
    if (name !== 'handleMessage' || superName === undefined) return undefined;
    if (!SENDER.test(sender) || rest.length !== 1) return undefined;
    return { kind: 'arrival', name: `${className}.${name}`, rule: 'arrival' };
  },
};

/**
 * One trade a call, with the symbol as the program writes it. Messages differ from exchange to exchange, and the candles and
 * tickers in them do not all reach a handler.
 */
const ccxtCache: PackagePatch = {
  packageName: 'ccxt',
  file: /^(?:dist\/cjs|js)\/src\/base\/ws\/Cache\.js$/,
  patch(exports, wrap) {
    const { prototype } = (exports as { ArrayCache: { prototype: object } }).ArrayCache;
    replaceMember(prototype, 'append', (append) =>
      wrap(append, { kind: 'arrival', name: 'ArrayCache.append', rule: 'arrival' }),
    );
    return exports;
  },
};

export const arrivals = (): Instrumentation => ({
  id: 'arrivals',
  rules: [programReceivers],
  packages: [ccxtCache],
});
