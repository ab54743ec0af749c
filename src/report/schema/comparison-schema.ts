// The published JSON Schema of `tickscope.comparison/1`.

import { OPERATION_KINDS } from '../../model/operation.js';
import { COMPARISON_SCHEMA } from '../../model/report/comparison-report.js';
import { choice, count, type JsonSchema, list, nanos, number, object, share, text } from './json-schema.js';
import { findingSchema, machinesSchema } from './parts.js';

const compared = {
  required: {
    unit: choice('Of before and after.', ['nanoseconds', 'bytes', 'share', 'count']),
    verdict: choice(
      'What is shown. faster and slower are of times, less and more of what is no time; not judged: the runs are too few for any change to be shown, not every run has a value, or the sides ran on different machines.',
      ['faster', 'slower', 'less', 'more', 'no change shown', 'not judged'],
    ),
  },
  optional: {
    before: count('Median over the runs before; absent where none has it.'),
    after: count('Median over the runs after; absent where none has it.'),
    differenceShare: number(
      'After less before, of before: 0.05 is 5 % more. Of several runs, as estimated from all of them.',
    ),
    interval: object('Where the difference lies; absent where the runs are too few.', {
      required: {
        lowerShare: number('From.'),
        upperShare: number('To.'),
        confidence: share('With this confidence.'),
      },
    }),
    couldHaveSeenShare: number('A change of this size would have been shown in four of five comparisons.'),
  },
};

const measureSchema: JsonSchema = object('One measure.', {
  required: { name: text('What is measured.'), ...compared.required },
  optional: compared.optional,
});

const comparedOperationSchema: JsonSchema = object(
  'Time of an operation on the critical path of a tick, mean over ticks.',
  {
    required: {
      kind: choice('The kind of the operation.', OPERATION_KINDS),
      name: text('What it is called.'),
      movedNanos: number('What it adds to the mean tick, or takes from it, in nanoseconds.'),
      ...compared.required,
    },
    optional: {
      location: text('Where in the code, as file:line.'),
      callsPerTickBefore: count('Calls by ticks; absent where it is missing before.'),
      callsPerTickAfter: count('Calls by ticks; absent where it is missing after.'),
      ...compared.optional,
    },
  },
);

const sideSchema: JsonSchema = object('One version.', {
  required: {
    program: text('The file of the program, without the folder.'),
    node: text('The Node.js version.'),
    runs: count('How often it ran.'),
    ticks: count('Ticks of all runs.'),
    meanTickNanos: nanos('The mean tick, with the wait before it where that is known.'),
  },
  optional: { machines: machinesSchema },
});

export const COMPARISON_JSON_SCHEMA: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:tickscope:comparison:1',
  title: 'Tickscope comparison',
  ...object('What changed from one version of a program to another.', {
    required: {
      schema: { description: 'The version of this document.', const: COMPARISON_SCHEMA },
      before: sideSchema,
      after: sideSchema,
      basis: choice('What the judgement rests on.', ['one run each', 'runs', 'pairs']),
      family: count('Measures that were judged together: any false alarm among them has a chance of 5 %.'),
      neededRuns: count('Pairs, or runs a side, before anything could be shown of so many measures.'),
      measures: list('Of the tick and of the process.', measureSchema),
      operations: list('Operations, those that moved most first.', comparedOperationSchema),
      findings: object('What the detectors found on one side alone.', {
        required: { new: list('After.', findingSchema), gone: list('Before.', findingSchema) },
      }),
      notes: list('What makes the two hard to compare.', text('One note.')),
    },
  }),
};
