// The symbol of an event: a key of the event, or else of its envelope, or else a text or another object beside it.

import { EVENT_ARGUMENTS, type FoundEvent } from './find-event.js';
import { firstObjectOf } from './members.js';
import { SearchPace } from './search-pace.js';
import { isSymbol, symbolAt, symbolKeyOf } from './symbol-key.js';

/** `BTC/USDT`, `btcusdt`: among several texts, one with a known quote currency is the symbol. */
const PAIR = /^[A-Z\d]{2,}[-/:_]?(?:USDT?|USDC|EUR|GBP|JPY|BTC|ETH)$/i;
/** `AAPL`: the next best, because exchanges and timeframes are written `binance` and `1m`. */
const UPPER_CASE = /^[A-Z][A-Z\d]*(?:[-/:._][A-Z\d]+)*$/;

/** Holders of the symbol key; from 0 on, the argument with that index. */
const EVENT = -1;
const ENVELOPE = -2;

/** The symbols of one function's events. The key is searched once; later events are read by it first. */
export class EventSymbol {
  #key: string | undefined;
  #holder = EVENT;
  readonly #pace = new SearchPace();

  of(args: readonly unknown[], found: FoundEvent): string | undefined {
    const known = this.#atLastKey(args, found);
    if (known !== undefined) return known;
    if (!this.#pace.isDue()) return symbolText(args);
    return this.#inEvent(found) ?? symbolText(args) ?? this.#beside(args, found);
  }

  #atLastKey(args: readonly unknown[], found: FoundEvent): string | undefined {
    if (this.#key === undefined) return undefined;
    const holder = this.#holderIn(args, found);
    return holder === undefined ? undefined : symbolAt(holder, this.#key);
  }

  #holderIn(args: readonly unknown[], { event, envelope }: FoundEvent): object | undefined {
    if (this.#holder === EVENT) return event;
    return this.#holder === ENVELOPE ? envelope : firstObjectOf(args[this.#holder]);
  }

  #inEvent({ event, envelope }: FoundEvent): string | undefined {
    if (event === undefined || envelope === undefined) return undefined;
    return this.#search(event, EVENT) ?? (envelope === event ? undefined : this.#search(envelope, ENVELOPE));
  }

  /** `onQuote({ symbol }, { price, timestamp })` */
  #beside(args: readonly unknown[], { event, argument }: FoundEvent): string | undefined {
    if (event === undefined) return undefined;
    for (let at = 0; at < args.length && at < EVENT_ARGUMENTS; at++) {
      const other = at === argument ? undefined : firstObjectOf(args[at]);
      const symbol = other === undefined ? undefined : this.#search(other, at);
      if (symbol !== undefined) return symbol;
    }
    return undefined;
  }

  #search(object: object, holder: number): string | undefined {
    const key = symbolKeyOf(object);
    if (key === undefined) return undefined;
    this.#key = key;
    this.#holder = holder;
    this.#pace.found();
    return symbolAt(object, key);
  }
}

/** The first argument if it is the only text, as in `(symbol, price)`; otherwise the text that looks most like a symbol. */
function symbolText(args: readonly unknown[]): string | undefined {
  const [first, second, third] = args;
  if (!isSymbol(second) && !isSymbol(third)) return isSymbol(first) ? first : undefined;
  let best: string | undefined;
  let bestRank = 0;
  for (let at = 0; at < args.length && at < EVENT_ARGUMENTS; at++) {
    const text = args[at];
    const rank = isSymbol(text) ? rankOf(text, at) : 0;
    if (rank <= bestRank) continue;
    best = text as string;
    bestRank = rank;
  }
  return best;
}

function rankOf(text: string, at: number): number {
  if (PAIR.test(text)) return 3;
  if (UPPER_CASE.test(text)) return 2;
  return at === 0 ? 1 : 0;
}
