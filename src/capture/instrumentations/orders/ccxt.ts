// ccxt: the methods of an exchange that place, change and cancel orders, over REST and over its WebSocket.
//
// There are 110 exchanges, each a class with methods of its own: those of a class are wrapped with its first object. Of one call the
// outermost method is the order, whichever others it calls.

import { around, replaceMember } from '../../patch/replace-member.js';
import type { PackagePatch, WrapPackageFunction } from '../../rules/instrumentation.js';
import { actionOf, isOrderFunction } from '../../rules/order-names.js';

const { apply, getPrototypeOf, ownKeys } = Reflect;

/** What the base class calls at the end of its constructor. */
const CONSTRUCTED = 'afterConstruct';
/** `binance`: the member that names the exchange. */
const VENUE_KEY = 'id';

export const ccxt: PackagePatch = {
  packageName: 'ccxt',
  file: /^(?:dist\/cjs|js)\/src\/base\/Exchange\.js$/,
  alsoModules: true,
  patch(exports, wrap) {
    const { Exchange } = exports as { readonly Exchange: { readonly prototype: object } };
    const owner = ownerOf(Exchange.prototype, CONSTRUCTED);
    if (owner === undefined) throw new TypeError(`no method ${CONSTRUCTED}`);
    const patched = new WeakSet<object>([Object.prototype]);
    replaceMember(
      owner,
      CONSTRUCTED,
      around((original, exchange, args) => {
        patchClassesOf(exchange as object, patched, wrap);
        return apply(original, exchange, args);
      }),
    );
    return exports;
  },
};

function patchClassesOf(exchange: object, patched: WeakSet<object>, wrap: WrapPackageFunction): void {
  for (let owner = getPrototypeOf(exchange); owner !== null && !patched.has(owner); owner = getPrototypeOf(owner)) {
    patched.add(owner);
    for (const key of ownKeys(owner)) {
      if (typeof key !== 'string' || !isOrderFunction(key)) continue;
      const order = { action: actionOf(key), venueKey: VENUE_KEY };
      replaceMember(owner, key, (original) =>
        wrap(original, { kind: 'external', name: key, rule: 'order-client', order, endsBy: 'promise' }),
      );
    }
  }
}

function ownerOf(prototype: object, key: string): object | undefined {
  for (let owner: object | null = prototype; owner !== null; owner = getPrototypeOf(owner))
    if (Object.hasOwn(owner, key)) return owner;
  return undefined;
}
