// The report's schema, part by part: samples of the processor.

import { OPERATION_KINDS } from '../../model/operation.js';
import { choice, count, type JsonSchema, list, nanos, object, share, text } from './json-schema.js';

const frameSchema: JsonSchema = object('A function that was running.', {
  required: {
    name: text(
      'Its name; (anonymous) without one, a package or module of Node.js where none of the program had called it.',
    ),
    samples: count('Samples in which it was the innermost function of the program.'),
    share: share('Of the samples of the row.'),
    lowShare: share('The lower end of the interval in which the share lies in 95 of 100 cases.'),
    highShare: share('The upper end.'),
  },
  optional: {
    location: text('Where in the code of the program, as file:line.'),
    within: text('What it had called and was mostly running: a package, or a module of Node.js.'),
  },
});

const rowSchema: JsonSchema = object(
  "The program's code in one operation, symbol or strategy, or outside all operations.",
  {
    required: {
      scope: choice('What the samples have in common.', ['operation', 'symbol', 'strategy', 'outside']),
      name: text('Of the operation, the symbol or the strategy; empty outside operations.'),
      samples: count("Samples of the program's code."),
      share: share("Of the program's samples."),
      collecting: count('Samples of garbage collections that fell into it, beside the others.'),
      frames: list(
        'Those with most samples first; of fewer than 30 samples, only one with certainly more than half of them; of fewer than 10, none.',
        frameSchema,
      ),
    },
    optional: { kind: choice('Of an operation.', OPERATION_KINDS) },
  },
);

export const profileSchema: JsonSchema = object('What was running when the processor was sampled.', {
  required: {
    intervalNanos: nanos('Between two samples.'),
    samples: count('All that were taken or due.'),
    programSamples: count("Of the program's code."),
    idleSamples: count('The event loop waited.'),
    collectingSamples: count('Garbage was collected.'),
    tickscopeSamples: count("Tickscope's own work."),
    nativeSamples: count('Code without a function of JavaScript.'),
    missingSamples: count('Due and not taken, or not known to what they belong.'),
    rows: list('By scope, those with most samples first.', rowSchema),
  },
});
