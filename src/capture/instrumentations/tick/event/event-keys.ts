// The keys of market events. Collected from exchanges, their clients, and bots.

/** A market price, whatever else the object has. */
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

/** Where the event was traded. Identifies a quote as well as a symbol does, but is not one. */
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

/** The number that an exchange gives to an event. */
export const ID_KEYS: readonly string[] = ['tradeId', 'id', 'seq', 'sequence', 'u', 'updateId', 'lastUpdateId'];

/** What a trade has beside its price and time. */
export const TRADE_KEYS: readonly string[] = ['size', 'amount', 'volume', 'qty', 'side'];

/** Both sides of an order book, each a list of rows. */
export const BOOK_SIDES: readonly (readonly [bids: string, asks: string])[] = [
  ['bids', 'asks'],
  ['b', 'a'],
];

/** A whole candle, in words and in letters. */
export const CANDLES: readonly (readonly string[])[] = [
  ['open', 'high', 'low', 'close'],
  ['o', 'h', 'l', 'c'],
];

/** Keys under which an envelope carries its event, one level down: `{ topic, ts, data: { symbol, lastPrice } }`. */
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

/** Goods, which have prices and dates as well. */
export const GOODS_KEYS: readonly string[] = ['sku', 'title', 'category', 'brand'];
