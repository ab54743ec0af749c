// Where market events come in before a tick: clients of exchanges as ccxt writes them, in the program's own code and in ccxt.
//
// The loop of a program that pulls (`await exchange.watchTrades(symbol)`) gets what the cache has when it asks. In a replay of
// 10,001 trades it was woken 3 times and saw 2,007: the cache keeps 1,000, and nobody is told of the rest.

import type { Instrumentation, PackagePatch, WrapPackageFunction } from '../../hooks/instrumentation.js';
import type { AnyFunction } from '../../hooks/keep-face.js';

const RULE = 'ingest: counted, no operation';

/** Whose message it is, as clients of exchanges call it. */
const SENDER = /^_?(?:client|connection|conn|socket|ws)$/i;

/** `handleMessage(client, message)` of a class that extends another. Where the message comes first, it is a handler. */
export const ownIngest: Instrumentation = {
  id: 'ingest',
  hint: /\bhandleMessage\b/,
  match({ className, superName, name, parameters: [sender = '', ...rest] }) {
    if (name !== 'handleMessage' || superName === undefined) return undefined;
    if (!SENDER.test(sender) || rest.length !== 1) return undefined;
    return { kind: 'ingest', name: `${className}.${name}`, rule: RULE };
  },
};

/** One event a call, with the symbol that the program knows it by; messages have the exchange's. */
const ccxtCache: PackagePatch = {
  packageName: 'ccxt',
  file: /^(?:dist\/cjs|js)\/src\/base\/ws\/Cache\.js$/,
  patch(exports, wrap) {
    const { ArrayCache } = exports as { ArrayCache?: AnyFunction };
    if (ArrayCache !== undefined) wrapMethod(ArrayCache, 'append', 'ArrayCache.append', wrap);
    return exports;
  },
};

/** Tickers are in no cache. Bound when a client connects, so it has to be wrapped before. */
const ccxtExchanges: PackagePatch = {
  packageName: 'ccxt',
  file: /^(?:dist\/cjs|js)\/src\/pro\/\w+\.js$/,
  patch(exports, wrap) {
    const { default: exchange } = exports as { default?: AnyFunction };
    if (exchange !== undefined) wrapMethod(exchange, 'handleMessage', `${exchange.name}.handleMessage`, wrap);
    return exports;
  },
};

function wrapMethod(owner: AnyFunction, key: string, name: string, wrap: WrapPackageFunction): void {
  const prototype = owner.prototype as object;
  const descriptor = Reflect.getOwnPropertyDescriptor(prototype, key);
  if (typeof descriptor?.value !== 'function') return;
  const value = wrap(descriptor.value as AnyFunction, { kind: 'ingest', name, rule: RULE });
  Reflect.defineProperty(prototype, key, { ...descriptor, value });
}

export const INGEST_PACKAGES: readonly PackagePatch[] = [ccxtCache, ccxtExchanges];
