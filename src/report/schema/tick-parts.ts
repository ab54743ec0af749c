// The report's schema, part by part: ticks and operations.

import { WAIT_BASES } from '../../model/record/arrival-totals.js';
import { OPERATION_KINDS } from '../../model/operation.js';
import { choice, count, flag, type JsonSchema, list, mark, nanos, number, object, share, text } from './json-schema.js';

const kind = choice('The kind of the operation.', OPERATION_KINDS);
const location = text('Where in the code, as file:line.');

const groupSchema: JsonSchema = object('Ticks that share a name or symbol, or the calls of one strategy.', {
  required: {
    name: text('What they share.'),
    count: count('How many.'),
    failed: count('Those that threw or rejected.'),
    totalNanos: nanos('Their durations, added up.'),
    p50Nanos: nanos('Half take up to this.'),
    p95Nanos: nanos('95 % take up to this.'),
    underTargetShare: share('Those under the target of P1.'),
  },
});

const spread = {
  count: count('Ticks of which it is known.'),
  p50Nanos: nanos('Half are up to this.'),
  p95Nanos: nanos('95 % are up to this.'),
  p99Nanos: nanos('99 % are up to this.'),
  maxNanos: nanos('The longest.'),
};

const wait: JsonSchema = object('One spread.', {
  required: {
    basis: choice(
      'stamped: since the event was handed to JavaScript. bound: since the event loop last had nothing to do, or had looked for it, so an upper bound.',
      WAIT_BASES,
    ),
    ...spread,
  },
});

export const ticksSchema: JsonSchema = object('All ticks.', {
  required: {
    started: count('Ticks that began.'),
    count: count('Ticks that ended.'),
    failed: count('Ticks that threw or rejected.'),
    late: count('Operations that ended after their tick.'),
    received: count('Events that arrived.'),
    dropped: count('Events that no tick handled. 0 where receivedBasis is ticks: then nobody knows.'),
    receivedBasis: choice('Whether events were counted when they came in, or only their ticks.', [
      'ticks',
      'arrivals',
      'mixed',
    ]),
    handled: count('Events that a tick handled.'),
    sequenceGaps: count('Places at which the numbers of consecutive events left some out.'),
    sequenceMissing: count('Numbers that were left out.'),
    wait: list('From the moment an event could have been handled to its handler, by what that is counted from.', wait),
    response: list('Wait and duration of the same ticks.', wait),
    p50Nanos: nanos('Half take up to this.'),
    p95Nanos: nanos('95 % take up to this.'),
    p99Nanos: nanos('99 % take up to this.'),
    maxNanos: nanos('The longest.'),
    underTargetShare: share('Those under the target of P1, warm-up included.'),
    byName: list('By the name of the handler.', groupSchema),
    bySymbol: list('By symbol.', groupSchema),
    byStrategy: list('Calls of strategies; not ticks.', groupSchema),
  },
  optional: {
    age: object("Our clock less the exchange's when the tick ended, less the smallest such difference until then.", {
      required: spread,
      optional: {
        understatedAtMostNanos: nanos('By how much the smallest difference fell after the first. Absent of traces.'),
      },
    }),
  },
});

const indicatorSchema: JsonSchema = object('What is known of the input of an indicator.', {
  required: {
    parameters: list('Settings of the calls, at most eight.', text('For example period=14.')),
    calls: count('Calls whose input could be read; the other figures are about these.'),
    meanInputLength: number('Values that a call was given, mean.'),
    maxInputLength: count('Values that a call was given, most.'),
    repeated: count('Calls, at least, that had the input and the settings of one of the last 64 different calls.'),
    repeatedInTick: count('Those of them that repeated a call of the same tick.'),
  },
  optional: {
    library: text('The package that it comes from; absent for code of the program.'),
    moreParameters: mark('There were other settings than those.'),
  },
});

export const operationSchema: JsonSchema = object('All calls of one operation.', {
  required: {
    kind,
    name: text('Its name; __other__ for those that have no row of their own.'),
    count: count('Calls.'),
    failed: count('Calls that threw or rejected.'),
    late: count('Calls that ended after their tick.'),
    totalNanos: nanos('Their durations, added up; an upper bound where the row is not exact.'),
    selfNanos: number('Durations less the time in which a child was running. In nanoseconds.'),
    criticalPathNanos: nanos('Time in which a tick waited for it.'),
    p50Nanos: nanos('Half take up to this.'),
    p95Nanos: nanos('95 % take up to this.'),
    exact: flag('False where the row stands for an interval.'),
  },
  optional: {
    location,
    loopNanos: nanos(
      'Of the total of a statement or of a call to the outside: the event loop was held while the answer can have been there.',
    ),
    totalAtLeastNanos: nanos('The lower bound of a row that is not exact.'),
    indicator: indicatorSchema,
  },
});

export const rankedSchema: JsonSchema = object('One operation that slow ticks spend time on.', {
  required: {
    kind,
    name: text('Its name.'),
    share: share("Of the slow ticks' critical path."),
    callsPerTick: count('Calls in a slow tick, mean.'),
    criticalPathNanosPerTick: nanos('Time on the critical path of a slow tick, mean.'),
    slowTicks: count('Slow ticks that this is taken from.'),
  },
  optional: {
    location,
    shareInterval: object('95 % interval of the share, from how much slow ticks differ.', {
      required: { atLeast: share('Its lower end.'), atMost: share('Its upper end.') },
    }),
    gainNanos: nanos('By how much p95 would fall if its own time were halved: as whatIf has it.'),
  },
});

export const whatIfSchema: JsonSchema = object(
  'What p95 would be if one operation were faster, and all other work as it was.',
  {
    required: {
      of: choice('The time of the tick, or with the wait before it where that is known.', ['duration', 'response']),
      ticks: count('Ticks that this is taken from; those that stand for several count so often.'),
      p95Nanos: nanos('What it is.'),
      operations: list(
        'The largest gain at half of their own time first.',
        object('One operation.', {
          required: {
            kind,
            name: text('Its name.'),
            ticks: count('Ticks in which it was at least 1 % of the time.'),
            predictions: list(
              'For a quarter, half, three quarters and all of its own time.',
              object('One of them.', {
                required: {
                  fasterShare: share('How much of its own time it loses.'),
                  p95Nanos: nanos('What p95 would be.'),
                },
              }),
            ),
          },
          optional: { location },
        }),
      ),
    },
  },
);

const spanSchema: JsonSchema = object('One operation of the tick.', {
  required: {
    kind,
    name: text('Its name.'),
    parent: { description: 'Its position in the list; -1 for the tick itself.', type: 'integer', minimum: -1 },
    startNanos: number("Since the tick's begin. In nanoseconds."),
    durationNanos: nanos("How long it took; of a late one, until the tick's end."),
  },
  optional: {
    location,
    failed: mark('It threw or rejected.'),
    late: mark('It had not ended when the tick did.'),
  },
});

export const slowTickSchema: JsonSchema = object('A tick with its whole tree.', {
  required: {
    traceId: text('The trace id of the tick; 32 hexadecimal digits.'),
    name: text('The handler.'),
    startedAt: text('When it began, in ISO 8601.'),
    durationNanos: nanos('How long it took.'),
    reason: choice('Why its tree was kept.', ['failed', 'slow', 'random', 'last', 'found']),
    spans: list('The tick first, then in order of their starts.', spanSchema),
    path: list(
      'What the tick waited for, moment by moment: its critical path, from its begin to its end without a gap.',
      object('One stretch of it.', {
        required: {
          span: count('The operation, by its position in spans.'),
          startNanos: nanos("Since the tick's begin."),
          durationNanos: nanos('How long it is.'),
        },
      }),
    ),
  },
  optional: { symbol: text('The symbol of its event.') },
});
