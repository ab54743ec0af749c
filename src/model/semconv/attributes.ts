// Every attribute, and what it says. Part of `descriptions.ts`.

import { ATTR_TICK_AGE, ATTR_TICK_RESPONSE, ATTR_TICK_WAIT, ATTR_WAIT_BASIS } from './arrival-conventions.js';
import { CACHE_ATTRIBUTES } from './cache-conventions.js';
import { DATABASE_ATTRIBUTES } from './database-conventions.js';
import { FEED_ATTRIBUTES } from './feed-conventions.js';
import { LOSS_IDS } from '../losses.js';
import type { AttributeDescription } from './metric-description.js';
import { ORDER_ATTRIBUTES } from './order-conventions.js';
import { RUNTIME_ATTRIBUTES } from './runtime-conventions.js';
import {
  ATTR_BACKDATED,
  ATTR_CODE_FILE_PATH,
  ATTR_CODE_FUNCTION_NAME,
  ATTR_CODE_LINE_NUMBER,
  ATTR_CPU_MODE,
  ATTR_CRITICAL_PATH_NANOS,
  ATTR_DURATION_NANOS,
  ATTR_START_NANOS,
  ATTR_DB_NAMESPACE,
  ATTR_DB_OPERATION_NAME,
  ATTR_DB_QUERY_SUMMARY,
  ATTR_DB_QUERY_TEXT,
  ATTR_DB_SYSTEM_NAME,
  ATTR_INDICATOR_LIBRARY,
  ATTR_INDICATOR_PARAMETERS,
  ATTR_KEPT_REASON,
  ATTR_LATE,
  ATTR_LOSS_CAUSE,
  ATTR_MEMORY_TYPE,
  ATTR_NODEJS_EVENTLOOP_STATE,
  ATTR_OPERATION_KIND,
  ATTR_OPERATION_NAME,
  ATTR_OVERHEAD_ACTIVITY,
  ATTR_SELF_NANOS,
  ATTR_STRATEGY,
  ATTR_SYMBOL,
  ATTR_TICK_NAME,
  ATTR_WAIT_NANOS,
} from './semantic-conventions.js';

/** Every attribute, by its name. */
export const ATTRIBUTES: Readonly<Record<string, AttributeDescription>> = {
  [ATTR_TICK_NAME]: {
    type: 'string',
    on: ['metric'],
    description: 'The outermost handler. At most 192 names of any kind; `__other__` for the rest.',
  },
  [ATTR_WAIT_BASIS]: {
    type: 'string',
    on: ['span', 'metric'],
    description:
      'What the wait is counted from: `stamped`, when the event was handed to JavaScript; `bound`, when the event was surely not there yet: the event loop had nothing to do, or had looked for it, so that nothing can have waited longer. A tick can be in both: select one, and do not add them.',
    values: ['stamped', 'bound'],
  },
  [ATTR_OPERATION_KIND]: {
    type: 'string',
    on: ['span', 'metric'],
    description: 'What was timed.',
    values: ['tick', 'indicator', 'database', 'query', 'external', 'internal', 'wait', 'untraced'],
  },
  [ATTR_OPERATION_NAME]: {
    type: 'string',
    on: ['span', 'metric'],
    description: 'Free of values and ids. In metrics at most 192 names; `__other__` of its kind for the rest.',
  },
  [ATTR_SYMBOL]: {
    type: 'string',
    on: ['span', 'metric'],
    description:
      'The symbol of the market event; in metrics empty where it has none, and `__other__` where it has no series of its own: of ticks, waits and ages 32 have, the first 16 and those that come often.',
  },
  [ATTR_STRATEGY]: { type: 'string', on: ['span'], description: 'The strategy class.' },
  [ATTR_INDICATOR_LIBRARY]: { type: 'string', on: ['span'], description: 'The package that the indicator comes from.' },
  [ATTR_INDICATOR_PARAMETERS]: { type: 'string', on: ['span'], description: 'Settings, where all calls had the same.' },
  [ATTR_KEPT_REASON]: {
    type: 'string',
    on: ['span', 'metric'],
    description: 'Why the tick was kept: `failed`, `slow`, `random`.',
  },
  [ATTR_LATE]: { type: 'boolean', on: ['span'], description: 'The operation had not ended when its tick ended.' },
  [ATTR_BACKDATED]: {
    type: 'boolean',
    on: ['span'],
    description: 'The program gave the times of this span itself, so it is not in the tree of its tick.',
  },
  [ATTR_CRITICAL_PATH_NANOS]: { type: 'int', on: ['span'], description: "Nanoseconds on the tick's critical path." },
  [ATTR_WAIT_NANOS]: {
    type: 'int',
    on: ['span'],
    description: "Time on the tick's critical path in which nothing that is known was running, in nanoseconds.",
  },
  [ATTR_SELF_NANOS]: {
    type: 'int',
    on: ['span'],
    description: 'Duration less the time in which a child was running, in nanoseconds.',
  },
  [ATTR_LOSS_CAUSE]: {
    type: 'string',
    on: ['metric'],
    description: 'What was left out, and why: see [the losses](#losses).',
    values: LOSS_IDS,
  },
  [ATTR_MEMORY_TYPE]: {
    type: 'string',
    on: ['metric'],
    description: 'Which memory; the two do not overlap.',
    values: ['heap', 'external'],
  },
  [ATTR_OVERHEAD_ACTIVITY]: {
    type: 'string',
    on: ['metric'],
    description:
      "Closing ticks (reading the event log, analysis and keeping); writing records, sampling and watching the event loop; making what exporters send; starting, and reading the program's files.",
    values: ['closing', 'writing', 'exporting', 'loading'],
  },
  [ATTR_DB_SYSTEM_NAME]: {
    type: 'string',
    on: ['span', 'metric'],
    description: 'The database, for example `postgresql`; in metrics `other_sql` where it is not known.',
  },
  [ATTR_DB_QUERY_TEXT]: { type: 'string', on: ['span'], description: 'The statement without its values.' },
  [ATTR_DB_QUERY_SUMMARY]: {
    type: 'string',
    on: ['span', 'metric'],
    description:
      'Verb and first table of the statement, `SELECT trades`: the name of its span. Empty where there is none.',
  },
  [ATTR_DB_OPERATION_NAME]: {
    type: 'string',
    on: ['span', 'metric'],
    description: 'The verb of the statement, or the command. Empty where there is none.',
  },
  [ATTR_DB_NAMESPACE]: {
    type: 'string',
    on: ['span'],
    description: 'The database, where all statements of the driver so far were for one.',
  },
  [ATTR_START_NANOS]: {
    type: 'int',
    on: ['span'],
    description: "When it began, in nanoseconds since the tick's begin.",
  },
  [ATTR_DURATION_NANOS]: { type: 'int', on: ['span'], description: 'How long it took, in nanoseconds.' },
  [ATTR_TICK_WAIT]: {
    type: 'double',
    on: ['span'],
    description: "How long the tick's event waited, in seconds, from what `tickscope.wait.basis` says.",
  },
  [ATTR_TICK_RESPONSE]: { type: 'double', on: ['span'], description: 'Wait and duration, in seconds.' },
  [ATTR_TICK_AGE]: { type: 'double', on: ['span'], description: 'Event age when the tick ended, in seconds.' },
  [ATTR_CODE_FUNCTION_NAME]: { type: 'string', on: ['span'], description: 'The function that was timed.' },
  [ATTR_CODE_FILE_PATH]: { type: 'string', on: ['span'], description: 'Its file.' },
  [ATTR_CODE_LINE_NUMBER]: { type: 'int', on: ['span'], description: 'Its line.' },
  [ATTR_CPU_MODE]: {
    type: 'string',
    on: ['metric'],
    description: "In the program's code, or in the system for it. The sum is what the process took.",
    values: ['user', 'system'],
  },
  [ATTR_NODEJS_EVENTLOOP_STATE]: {
    type: 'string',
    on: ['metric'],
    description: 'Running callbacks, or waiting for something to do.',
    values: ['active', 'idle'],
  },
  ...DATABASE_ATTRIBUTES,
  ...FEED_ATTRIBUTES,
  ...CACHE_ATTRIBUTES,
  ...ORDER_ATTRIBUTES,
  ...RUNTIME_ATTRIBUTES,
};
