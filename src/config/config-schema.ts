// What may stand in a configuration file: checked by this, and the JSON Schema and docs/reference/configuration.md are made from it.

import * as v from 'valibot';
import { ALERT_IDS } from '../model/alerts.js';
import { MEASURE_BUDGETS } from '../model/budgets.js';
import { BUDGET_AMOUNTS, parseBudget } from './budgets.js';
import { DURATION } from './duration.js';
import {
  EVENT_LOOP_MODES,
  EXPORT_MODES,
  FLUSH_MILLIS,
  type NumberRange,
  SEGMENT_MILLIS,
  SENT_TICKS,
} from './limits.js';
import type { TickscopeConfig } from './settings.js';

const NAME_MESSAGE = 'is no name such as "OrderRouter.handle", "feed.js#consume" or "some-package#fetchQuotes"';

const functionName = v.pipe(v.string(NAME_MESSAGE), v.regex(/^[^\s#]+(?:#[^\s#]+)?$/, NAME_MESSAGE));
const functionNames = v.array(functionName, 'is no list of names such as ["OrderRouter.handle"]');

const EVENT_MESSAGE = `${NAME_MESSAGE}, and no event such as { "event": "snapshot" }`;
const event = v.strictObject({ event: v.pipe(v.string(), v.nonEmpty()) });
const namesAndEvents = v.array(
  v.union([functionName, event], EVENT_MESSAGE),
  'is no list of names and events such as ["OrderRouter.handle", { "event": "snapshot" }]',
);

/** What has no name of one word in the report: `for await (trade of feed)`, `Bot.onTick (bot.js:12)`. */
const printedName = v.pipe(v.string(), v.regex(/^\S[^\n]*\(.*\)$/));
const namesInReport = v.array(
  v.union([functionName, printedName, event], EVENT_MESSAGE),
  'is no list of names and events such as ["GameClock.*", { "event": "heartbeat" }]',
);

const EXTRACTOR_MESSAGE = 'is neither a path such as "data.instrument" nor a function of the arguments';
const extractor = v.union([v.pipe(v.string(), v.regex(/^[^\s.]+(?:\.[^\s.]+)*$/)), v.function()], EXTRACTOR_MESSAGE);

function wholeNumber({ least, most }: NumberRange): v.GenericSchema {
  const message = `is no whole number from ${least} to ${most}`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(least, message), v.maxValue(most, message));
}

const ALERTS_MESSAGE =
  'is neither true nor false, nor an object such as { "webhook": "https://hooks.example.com/…", "command": ["./notify.sh"], "without": ["memory-high"] }';
const alerts = v.union(
  [
    v.boolean(),
    v.strictObject({
      webhook: v.optional(v.pipe(v.string(), v.regex(/^https?:\/\/[^\s/?#]/, ALERTS_MESSAGE))),
      command: v.optional(v.pipe(v.array(v.string()), v.nonEmpty(ALERTS_MESSAGE))),
      without: v.optional(v.array(v.picklist(ALERT_IDS))),
    }),
  ],
  ALERTS_MESSAGE,
);

const BUDGET_EXAMPLES = { duration: '2ms', size: '100MB', share: '50%', number: '3' } as const;

function budget(name: keyof typeof BUDGET_AMOUNTS): v.GenericSchema {
  const amount = BUDGET_AMOUNTS[name];
  const message = `is no budget such as "${BUDGET_EXAMPLES[amount]}" or, against a baseline, "+10%"`;
  return v.pipe(
    v.union([v.string(), v.number()], message),
    v.check((value) => parseBudget(value, amount) !== undefined, message),
  );
}

const budgets = v.strictObject({
  ...Object.fromEntries(MEASURE_BUDGETS.map((name) => [name, v.optional(budget(name))])),
  operations: v.optional(v.record(v.string(), budget('operation'))),
  findings: v.optional(v.array(v.string(), 'is no list of ids such as ["held-loop"]')),
});

const DURATION_MESSAGE = 'is no duration such as "1ms" or "500us"';

export interface ConfigEntry {
  readonly schema: v.GenericSchema;
  /** What it does. */
  readonly description: string;
  readonly example: unknown;
  /** The variable that wins over it. */
  readonly variable?: string;
  /** What stands there may be secret, and is not quoted. */
  readonly isSecret?: true;
}

export const CONFIG_ENTRIES: Readonly<Record<keyof TickscopeConfig, ConfigEntry>> = {
  ticks: {
    schema: namesAndEvents,
    description: 'Functions whose every call is a tick, whatever it is given, and events whose listeners handle ticks.',
    example: ['OrderRouter.handle', 'onFrame', 'feed.js#consume', { event: 'snapshot' }],
  },
  indicators: {
    schema: functionNames,
    description: 'Functions that compute an indicator.',
    example: ['Smoother.push', 'src/maths/*.js#*'],
  },
  database: { schema: functionNames, description: 'Functions that ask a database.', example: ['Ledger.*'] },
  strategies: {
    schema: functionNames,
    description: 'Functions that belong to a strategy: their class, or the function itself. A tick of it stays a tick.',
    example: ['MeanReversion.*'],
  },
  external: {
    schema: functionNames,
    description: 'Functions that call something outside: a broker, an HTTP service.',
    example: ['Broker.send', 'some-client#fetchQuotes'],
  },
  orders: {
    schema: functionNames,
    description: 'Functions that ask a venue to place, change or cancel an order.',
    example: ['Desk.execute', 'some-broker#Session.trade'],
  },
  caches: {
    schema: functionNames,
    description: 'Functions that look something up in a cache, and return `undefined` where it is not there.',
    example: ['PriceCache.get', 'some-cache#lookUp'],
  },
  exclude: {
    schema: namesInReport,
    description: 'What is left alone, whatever rule would take it. Names may be written as the report writes them.',
    example: ['GameClock.*', { event: 'heartbeat' }],
  },
  symbol: {
    schema: extractor,
    description: "Where a tick's symbol stands in the arguments of its handler.",
    example: 'data.instrument',
  },
  time: {
    schema: extractor,
    description: 'Where the time of the event stands: milliseconds since 1970, or a date.',
    example: 'data.when',
  },
  tickBudget: {
    schema: v.pipe(v.string(DURATION_MESSAGE), v.regex(DURATION, DURATION_MESSAGE)),
    description: 'A tick that takes this long or longer is kept with its tree.',
    example: '2ms',
    variable: 'TICKSCOPE_TICK_BUDGET',
  },
  directory: {
    schema: v.pipe(v.string('is no text'), v.nonEmpty('is empty')),
    description: 'Folder of the runs, from the working directory.',
    example: '.tickscope',
    variable: 'TICKSCOPE_DIR',
  },
  segmentMillis: {
    schema: wholeNumber(SEGMENT_MILLIS),
    description: 'How often the process writes what it measured.',
    example: 10_000,
    variable: SEGMENT_MILLIS.variable,
  },
  flushMillis: {
    schema: wholeNumber(FLUSH_MILLIS),
    description: 'How long a program that has come to its end waits for what is still to be sent.',
    example: 2_000,
    variable: FLUSH_MILLIS.variable,
  },
  ticksPerSecond: {
    schema: wholeNumber(SENT_TICKS),
    description:
      'So many of the kept ticks are sent as spans in a second, at most; rare reasons keep their part, the others are thinned by chance.',
    example: 20,
    variable: SENT_TICKS.variable,
  },
  eventLoop: {
    schema: v.picklist(EVENT_LOOP_MODES, 'is none of "callbacks", "turns" and "off"'),
    description: 'How closely the event loop is watched: each callback, only its turns, or not at all.',
    example: 'turns',
    variable: 'TICKSCOPE_EVENT_LOOP',
  },
  export: {
    schema: v.picklist(EXPORT_MODES, 'is none of "thread", "worker" and "off"'),
    description:
      "Where spans and metrics are sent from: the program's thread, a worker thread of Tickscope's own, or nowhere, whatever OpenTelemetry's variables say.",
    example: 'worker',
    variable: 'TICKSCOPE_EXPORT',
  },
  propagate: {
    schema: v.boolean('is neither true nor false'),
    description:
      'Whether HTTP requests that the program makes in a tick get the header `traceparent`. Exchanges may refuse headers that they do not know.',
    example: true,
    variable: 'TICKSCOPE_PROPAGATE',
  },
  profile: {
    schema: v.boolean('is neither true nor false'),
    description:
      'Whether the processor is sampled, so that the report names the functions below the handlers. Starts the program later, and takes memory.',
    example: true,
    variable: 'TICKSCOPE_PROFILE',
  },
  memory: {
    schema: v.boolean('is neither true nor false'),
    description:
      'Whether the lines that keep more and more memory are looked for. Each look collects all garbage, which holds the program. See [memory](memory.md).',
    example: true,
    variable: 'TICKSCOPE_MEMORY',
  },
  alerts: {
    schema: alerts,
    description:
      'Alerts while the program runs: on stderr, and to a webhook or a command where one is named. `without` leaves some out. See [alerts](../guides/alerts.md).',
    example: { webhook: 'https://hooks.example.com/T0/B0', without: ['memory-high'] },
    variable: 'TICKSCOPE_ALERTS',
    isSecret: true,
  },
  budgets: {
    schema: budgets,
    description:
      'What the program may cost: `tickscope check` fails where it costs more. `findings` are those that are allowed. See [check](check.md).',
    example: { responseP95: '2ms', operations: { '*': '+10%' }, memory: '100MB', findings: ['writes-in-every-tick'] },
  },
  $schema: {
    schema: v.string('is no text'),
    description: 'The JSON Schema, for editors.',
    example: './node_modules/tickscope/dist/config-1.schema.json',
  },
};
