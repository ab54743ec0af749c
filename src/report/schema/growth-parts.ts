// The report's schema, part by part: what takes longer and longer.

import { OPERATION_KINDS } from '../../model/operation.js';
import { REPORTED_LAWS } from '../../model/report/growth-report.js';
import { choice, count, type JsonSchema, nanos, object, text } from './json-schema.js';

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
