// The shapes that pass between the parts of the bot, for its TypeScript copy: make-copies.js adds the two that are classes.

export type Side = 'buy' | 'sell';
export type Signal = Side | 'hold';
export type Handler = (tick: Tick) => Promise<void>;

export interface Tick {
  symbol: string;
  price: number;
  size: number;
  side: Side;
  time: string;
  tradeId: number;
}

export interface Candle {
  minute: string;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

export interface Order {
  number: number;
  strategy: string;
  side: Side;
  symbol: string;
  price: number;
  size: number;
  time: string;
  tradeId: number;
  profit: number;
}

export interface Market {
  tick: Tick;
  closed: Candle | null;
  candles: { closed: Candle[]; lastPrices(count: number): number[] };
  readBusiestPrice(): number;
}

export interface TradeContext {
  price: number;
  size: number;
  nearby: number[];
}

/** What the orchestrator is built from. */
export type Parts = Record<
  'database' | 'stopwatch' | 'options' | 'keeper' | 'profile' | 'review' | 'cache' | 'journal',
  any
>;
