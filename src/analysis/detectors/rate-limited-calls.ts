// Finds venues that refuse calls because there were too many.

import { formatCount, formatShare } from '../../model/format-units.js';
import type { Share } from '../../model/units.js';
import type { Detector } from './detector.js';

export const rateLimitedCalls: Detector = {
  id: 'rate-limited-calls',
  title: 'A venue refuses calls: too many requests',
  titleOfNone: 'No venue refuses calls because there are too many',
  needsAllTicks: true,

  detect({ externals }) {
    return externals
      .filter(({ limited }) => limited > 0)
      .toSorted((left, right) => right.limited - left.limited)
      .map(({ name, count, limited, repeats = 0 }) => ({
        evidence: {
          call: name,
          'status 429': formatCount(limited),
          'of calls': formatShare((limited / count) as Share),
          ...(repeats > 0 && { 'made again after a failure': formatCount(repeats) }),
        },
        advice:
          'Ask once for all symbols where the venue has such a call, listen on its WebSocket instead of polling, and wait as long as Retry-After says: a venue that is asked on bans the address.',
      }));
  },
};
