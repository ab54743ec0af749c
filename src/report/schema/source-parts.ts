// The schema of what a report is made from where that is no record.

import { choice, count, type JsonSchema, list, mark, nanos, object, text } from './json-schema.js';

export const sourceSchema: JsonSchema = object(
  'Stored traces that the report is made from: some of all ticks. Absent where it is made from a record.',
  {
    required: {
      formats: list('What was read.', choice('A format.', ['otlp-protobuf', 'otlp-json', 'jaeger-json'])),
      population: choice(
        'Which of all ticks these are. kept: those that Tickscope kept, slow and failed ones above all. named: spans with the names that were asked for.',
        ['kept', 'named'],
      ),
      reasons: object('How many ticks were kept for which reason.', {
        required: {},
        optional: {
          failed: count('Those that failed.'),
          slow: count('Those that were slow.'),
          random: count('Those taken by chance.'),
          last: count('Those before the end of a killed process.'),
          found: count('Those that do not say it.'),
        },
      }),
      roots: list('Names of spans that are ticks, as they were asked for.', text('A name.')),
      traces: count('Traces that were read.'),
      spans: count('Spans that were read.'),
      spansOutsideTicks: count('Spans that are in no tick.'),
    },
    optional: {
      symbol: text('Whose ticks these are; absent where no symbol was asked for.'),
      ticksOfOthers: count('Ticks of other symbols, or of none, that were left out.'),
      slowFromNanos: nanos('From which duration on ticks are the slow ones of the ranking.'),
      roundedToMillis: mark('Nearly all ticks begin at a whole millisecond: the SDK rounded their times.'),
      isCut: mark('The API gave as many traces as it gives: there may be others.'),
    },
  },
);
