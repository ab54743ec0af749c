// The alerts that there are, by their ids. What each one is about stands in `src/control/alerts/`.

/** In the order in which a person who is woken up wants to read them. */
export const ALERT_IDS = [
  'ticks-absent',
  'overloaded',
  'budget-burn',
  'loop-stall',
  'feed-silent',
  'orders-late',
  'database-slow',
  'pool-exhausted',
  'cache-ratio',
  'memory-high',
  'memory-growth',
  'telemetry-lost',
  'collector-down',
] as const;
export type AlertId = (typeof ALERT_IDS)[number];
