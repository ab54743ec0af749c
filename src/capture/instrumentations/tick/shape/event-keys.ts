// Under which keys market events hold what makes them one. Collected from exchanges, their clients, and bots.

/** Alone they speak of a market price. */
export const PRICE_KEYS: readonly string[] = [
  'price',
  'bid',
  'ask',
  'bestBid',
  'bestAsk',
  'best_bid',
  'best_ask',
  'bidPrice',
  'askPrice',
  'lastPrice',
  'last_price',
  'markPrice',
  'mark_price',
  'indexPrice',
  'mid',
  'ltp',
];

/** A price too, but sensors, shops and players use these words for other numbers. */
export const VAGUE_PRICE_KEYS: readonly string[] = ['last', 'close', 'c', 'p', 'b'];

export const SYMBOL_KEYS: readonly string[] = [
  'symbol',
  's',
  'S',
  'sym',
  'pair',
  'instrument',
  'market',
  'product_id',
  'instId',
  'instrument_token',
  'instrument_name',
  'base',
];

/** Where it was traded: tells a quote as well as its symbol does, and is none. */
export const VENUE_KEYS: readonly string[] = ['exchange', 'broker', 'venue'];

export const TIME_KEYS: readonly string[] = [
  'timestamp',
  'time',
  'ts',
  't',
  'T',
  'E',
  'start',
  'openTime',
  'openTimeInMillis',
  'date',
  'datetime',
  'eventTime',
  'tradeTime',
  'createdAt',
  'exchange_timestamp',
];

/** What a trade has beside its price and time. */
export const TRADE_KEYS: readonly string[] = ['size', 'amount', 'volume', 'qty', 'side'];

/** Rows of both sides of an order book. */
export const BOOK_SIDES: readonly (readonly [bids: string, asks: string])[] = [
  ['bids', 'asks'],
  ['b', 'a'],
];

/** A candle in full, in words and in letters. */
export const CANDLES: readonly (readonly string[])[] = [
  ['open', 'high', 'low', 'close'],
  ['o', 'h', 'l', 'c'],
];

/** Envelopes have the event one level down: `{ topic, ts, data: { symbol, lastPrice } }`. */
export const CARRIER_KEYS: readonly string[] = [
  'ticker',
  'tick',
  'trade',
  'candle',
  'kline',
  'k',
  'bar',
  'quote',
  'book',
  'data',
  'payload',
];

/** Goods have prices and dates as well. */
export const GOODS_KEYS: readonly string[] = ['sku', 'title', 'category', 'brand'];
