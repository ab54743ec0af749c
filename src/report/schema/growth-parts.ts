// The report's schema, part by part: what takes longer and longer, and what takes longer the more it is given.

import { OPERATION_KINDS } from '../../model/operation.js';
import { SIZED } from '../../model/sizes/size-sums.js';
import { REPORTED_LAWS, SIZE_LAWS } from '../../model/report/growth-report.js';
import { choice, count, type JsonSchema, list, nanos, object, text } from './json-schema.js';

export const growthSchema: JsonSchema = object(
  'An operation, or the ticks of one name, that takes longer and longer.',
  {
    required: {
      kind: choice('What it is; tick stands for whole ticks.', OPERATION_KINDS),
      name: text('Its name.'),
      with: choice('What it grows with: the time since its process began.', ['uptime']),
      law: choice('How; unclear where the noise lets two laws fit alike.', REPORTED_LAWS),
      fromNanos: nanos('Its median at the first moment of what was looked at, as the law has it.'),
      toNanos: nanos('The same at the last moment.'),
      spanNanos: nanos('From the first moment to the last.'),
      points: count('Points in time at which its median is known.'),
    },
    optional: {
      location: text('Where in the code of the program, as file:line.'),
      process: text('Its process, where there are several.'),
      crossing: object('When one call in twenty will take longer than a tick may, if it goes on like this.', {
        required: {
          limitNanos: nanos('What a tick may take.'),
          at: text('When, ISO 8601.'),
          earliest: text('When at the earliest, by the noise of what was seen.'),
          latest: text('When at the latest.'),
        },
      }),
    },
  },
);

const MORE = 'What one item more adds to a call of the largest';

export const sizeGrowthSchema: JsonSchema = object('An operation whose calls take longer the more they are given.', {
  required: {
    kind: choice('What it is.', OPERATION_KINDS),
    name: text('Its name.'),
    with: choice('Whose items: of the largest argument, or of the object that it is called on.', SIZED),
    law: choice('What the time follows; unclear where the noise lets several laws fit.', [...SIZE_LAWS, 'unclear']),
    laws: list('Those that are not excluded, the best first.', choice('A law.', SIZE_LAWS)),
    fromSize: count('Items of the smallest calls.'),
    toSize: count('Items of the largest calls.'),
    fromNanos: nanos('How long the smallest calls typically take.'),
    toNanos: nanos('How long the largest calls typically take.'),
    oneMoreNanos: nanos(`${MORE}, by the best law.`),
    oneMoreAtLeastNanos: nanos(`${MORE}, at least.`),
    oneMoreAtMostNanos: nanos(`${MORE}, at most.`),
    points: count('Sizes of which a typical time is known.'),
    calls: count('Calls that were looked at.'),
  },
  optional: {
    location: text('Where in the code of the program, as file:line.'),
    crossing: object('With how many items a call typically takes as long as a tick may.', {
      required: {
        limitNanos: nanos('What a tick may take.'),
        size: count('Items.'),
        smallest: count('The fewest, by the noise of what was seen.'),
        largest: count('The most.'),
      },
    }),
  },
});
