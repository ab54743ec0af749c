// Names and meanings of the metrics of caches. Part of `semantic-conventions.ts`.

import type { AttributeDescription, MetricDescription } from './metric-description.js';

export const ATTR_CACHE_NAME = 'tickscope.cache.name';
export const ATTR_CACHE_RESULT = 'tickscope.cache.result';

export const METRIC_CACHE_LOOKUPS = 'tickscope.cache.lookups';

export const CACHE_RESULTS = ['hit', 'miss'] as const;

export const CACHE_METRICS: Readonly<Record<string, MetricDescription>> = {
  [METRIC_CACHE_LOOKUPS]: {
    instrument: 'counter',
    unit: '{lookup}',
    description: 'Look-ups of which it is known whether they found what they looked for (target P4).',
    attributes: [ATTR_CACHE_NAME, ATTR_CACHE_RESULT],
  },
};

export const CACHE_ATTRIBUTES: Readonly<Record<string, AttributeDescription>> = {
  [ATTR_CACHE_NAME]: {
    type: 'string',
    on: ['metric'],
    description: 'The cache, with its place where that is known. At most 64; `__other__` for the rest.',
  },
  [ATTR_CACHE_RESULT]: {
    type: 'string',
    on: ['metric'],
    description: 'Whether it was found.',
    values: CACHE_RESULTS,
  },
};
