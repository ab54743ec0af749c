// What a tick of the measured bot consists of.
//
// A span each: the handler, every strategy and every indicator; two for a service, which calls its repository; one for a
// query. `isAsynchronous` makes the handler, services and repositories functions that return promises.

/** Indicators are shared out among the strategies, or belong to the handler where there is none. */
exports.SHAPES = {
  1: { title: '1 span', spans: 1, strategies: 0, indicators: 0, services: 0, queries: 0, isAsynchronous: false },
  9: { title: '9 spans', spans: 9, strategies: 1, indicators: 5, services: 1, queries: 0, isAsynchronous: false },
  23: { title: '23 spans', spans: 23, strategies: 2, indicators: 16, services: 2, queries: 0, isAsynchronous: false },
  60: { title: '60 spans', spans: 60, strategies: 5, indicators: 50, services: 2, queries: 0, isAsynchronous: false },
  asynchronous: {
    title: '23 spans, 5 of them asynchronous',
    ...{ spans: 23, strategies: 2, indicators: 16, services: 2, queries: 0, isAsynchronous: true },
  },
  queries: {
    title: '23 spans, 6 of them queries of pg',
    ...{ spans: 23, strategies: 2, indicators: 14, services: 0, queries: 6, isAsynchronous: true },
  },
  soak: {
    title: '5 spans, 3 of them asynchronous',
    ...{ spans: 5, strategies: 0, indicators: 2, services: 1, queries: 0, isAsynchronous: true },
  },
};
