// The report's schema, part by part: everything but ticks and operations.

import { OPERATION_KINDS } from '../../model/operation.js';
import { RULE_IDS } from '../../model/rules.js';
import {
  bytes,
  choice,
  count,
  flag,
  type JsonSchema,
  list,
  mark,
  nanos,
  number,
  object,
  share,
  text,
} from './json-schema.js';

/** Of a report, and of a side of a comparison. */
export const machinesSchema: JsonSchema = list(
  'What its processes ran on, each kind of machine once; absent where nobody knows.',
  object('A kind of machine.', {
    required: {
      cores: count('Processor cores that a process may use at the same time.'),
      architecture: text('As process.arch has it.'),
      platform: text('As process.platform has it.'),
    },
    optional: { model: text('Of the processor, as the system calls it; absent where it does not say.') },
  }),
);

export const programSchema: JsonSchema = object('The program that was measured.', {
  required: {
    name: text('The file of its program, without the folder.'),
    processes: count('Processes that contributed.'),
    node: text('The Node.js version.'),
    startedAt: text('When it began, in ISO 8601.'),
    durationNanos: nanos('From the begin of the record to its end.'),
    warmupTicks: count('Ticks that the targets leave out.'),
  },
  optional: {
    machines: machinesSchema,
    byProcess: list(
      'Processes and worker threads, those with most ticks first; absent where there is only one.',
      object('One of them.', {
        required: { name: text('The file of its program, or worker.'), pid: count('Its process id.') },
        optional: {
          threadId: count('Of a worker thread.'),
          ticksStarted: count('Ticks that began in it; absent where the record was merged before.'),
          ticksEnded: count('Ticks that ended in it.'),
        },
      }),
    ),
  },
});

export const verdictSchema: JsonSchema = object('What the ticks cost and what leads.', {
  required: {
    kind: choice('What the verdict is about.', [
      'cannot-keep-up',
      'no-ticks',
      'starts-late',
      'takes-long',
      'waits',
      'within-budget',
      'sample',
    ]),
    text: text('One to three plain sentences, with the evidence.'),
  },
  optional: {
    leader: object('What the verdict blames; absent where nothing is.', {
      required: { kind: choice('The kind of the operation.', OPERATION_KINDS), name: text('What it is called.') },
      optional: { location: text('Where in the code, as file:line.') },
    }),
    evidence: object('What it rests on; absent where no tick has ended.', {
      required: {
        ticks: count('Ticks after warm-up, or all where those are too few.'),
        onlyWarmup: flag('Whether only the warm-up was seen, or too few ticks after it.'),
        underTargetShare: share('Of them, those that took less than 1 ms.'),
        p95Nanos: nanos('95th percentile of their durations.'),
        responseP95Nanos: nanos('The same with the wait before the handler, at most, where that is known.'),
      },
      optional: { exemplar: text('Trace id of the slowest tick that was kept.') },
    }),
  },
});

export const targetSchema: JsonSchema = object('One target, or one part of it.', {
  required: {
    id: choice('Which target.', ['P1', 'P2', 'P3', 'P4', 'P5']),
    scope: text('What the row is about.'),
    status: choice('Whether it is met.', ['pass', 'fail', 'unknown']),
    limit: number('The limit, in the unit of the row.'),
    unit: choice('The unit of value and limit.', ['share', 'bytes', 'nanoseconds', 'bytes per 1,000 ticks']),
    evidence: text('How many ticks, which window; for unknown, why and what would make it known.'),
  },
  optional: { value: number('What was measured, in the unit of the row; absent where unknown.') },
});

export const findingSchema: JsonSchema = object('The result of one detector.', {
  required: {
    id: text('The detector.'),
    title: text('What was found, in a few words.'),
    severity: choice('How much it matters.', ['high', 'medium', 'low']),
    evidence: {
      description: 'Numbers and names that show it.',
      type: 'object',
      additionalProperties: { anyOf: [{ type: 'string' }, { type: 'number' }] },
    },
    advice: text('What to change.'),
  },
  optional: {
    gainNanos: nanos('What a tick would save.'),
    location: text('Where in the code, as file:line.'),
  },
});

export const memorySchema: JsonSchema = object('What the program holds.', {
  required: {
    rssBytes: bytes('Resident memory at the last sample of each process, added up.'),
    peakRssBytes: bytes('The largest resident memory of each process, added up.'),
  },
  optional: {
    privateBytes: bytes(
      'Of the resident memory at the end, what is shared with no other process; absent where it is not known of every process.',
    ),
    rssGrowthBytesPerThousandTicks: bytes(
      'Growth of resident memory every 1,000 ticks; absent where too little was seen.',
    ),
  },
});

export const processorSchema: JsonSchema = object('What the processes used, warm-up included.', {
  required: {
    cpuNanos: nanos('Processor time, user and system, of all threads and processes.'),
    busiestShare: count('Of one core, of the process that used most; over 1 where its threads used several.'),
    standingShare: share('Of the time in which event loops were busy: nothing ran.'),
  },
});

const configuredPattern = {
  pattern: text('The configured name of functions, as written.'),
  event: text('The configured name of events, as written.'),
};

export const coverageSchema: JsonSchema = object('What was measured, and what was not.', {
  required: {
    instrumented: list(
      'Functions that were reached.',
      object('One function.', {
        required: {
          name: text('Class.method, or the name of the function; of a package, as the package exports it.'),
          rule: choice('The rule by which it was found.', RULE_IDS),
          ruleText: text('That rule, for people.'),
          count: count('Calls that were recorded.'),
        },
        optional: {
          location: text('Where in the code of the program, as file:line.'),
          packageName: text('The package that exports it.'),
          ...configuredPattern,
        },
      }),
    ),
    notSeen: list(
      'What was met and could not be reached.',
      object('One of them.', {
        required: {
          name: text('A function, a file, a package, a process, or a configured name that nothing matched.'),
          why: text('Why it could not be measured.'),
        },
        optional: {
          location: text('Where in the code of the program, as file:line.'),
          leftNothing: mark('It is a process or thread, and nothing of it was measured.'),
          ...configuredPattern,
        },
      }),
    ),
  },
});

export const overheadSchema: JsonSchema = object('What Tickscope itself cost.', {
  required: {
    nanosPerSpan: nanos('For one operation, mean of a sample.'),
    nanosPerTick: nanos('For one tick with its operations, mean.'),
    insideTickNanos: nanos(
      'What recording its operations adds to the duration of a tick: the mean of the ticks that P1 judges.',
    ),
    insideTickShare: share('Of the durations of those ticks.'),
    exportNanos: nanos('Making spans and metrics and handing them to exporters, in all.'),
    cpuShare: share('Of one processor core.'),
    bytes: bytes('Written to disk.'),
    longestHoldNanos: nanos('The longest time that one piece of its work held the program, beside loading.'),
  },
  optional: {
    busyShare: share('Of the processor time that the processes used; absent without samples.'),
    loadingNanos: nanos("Starting, and reading the program's files; absent from old records."),
  },
});

export const lossSchema: JsonSchema = object('Something that was left out.', {
  required: {
    cause: text('Its id, as in `tickscope.loss.cause`; a later version may have more.'),
    count: count('How often.'),
    text: text('What and why.'),
  },
});

export const histogramSchema: JsonSchema = object('An exponential histogram, as in OTLP, over nanoseconds.', {
  required: {
    scale: number('Bucket i covers (2^(i/2^scale), 2^((i+1)/2^scale)] seconds.'),
    count: count('Values in all.'),
    sumNanos: nanos('Their sum.'),
    minNanos: nanos('The smallest; 0 without values.'),
    maxNanos: nanos('The largest; 0 without values.'),
    zeroCount: count('Values of 0.'),
    buckets: object('The buckets that are not empty.', {
      required: { offset: number('The index of the first one.'), values: list('Counts.', count('Of one bucket.')) },
    }),
  },
});
