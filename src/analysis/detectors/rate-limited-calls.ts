// Finds venues that refuse calls because there were too many.

import { formatCount, formatShare } from '../../model/format-units.js';
import type { ReportExternal } from '../../model/report/outside-report.js';
import type { Share } from '../../model/units.js';
import { calledIn } from './asking-ticks.js';
import type { Detector } from './detector.js';
import { placeOf } from './in-ticks.js';

/** Binance answers so while it refuses an address that had asked on after status 429. */
const BANNED = '418';

export const rateLimitedCalls: Detector = {
  id: 'rate-limited-calls',
  title: 'A venue refuses calls: too many requests',
  titleOfNone: 'No venue refuses calls because there are too many',
  needsAllTicks: true,

  detect({ externals, segment: { kept } }) {
    return externals
      .map((external) => ({ ...external, banned: countOf(external, BANNED) }))
      .filter(({ limited, banned }) => limited + banned > 0)
      .toSorted((left, right) => right.limited + right.banned - left.limited - left.banned)
      .map(({ name, count, limited, banned, repeats = 0 }) => ({
        ...placeOf(calledIn(kept, { kind: 'external', name })),
        evidence: {
          call: name,
          ...(limited > 0 && { 'status 429': formatCount(limited) }),
          ...(banned > 0 && { 'status 418, which is a ban': formatCount(banned) }),
          'of calls': formatShare(((limited + banned) / count) as Share),
          ...(repeats > 0 && { 'made again after a failure': formatCount(repeats) }),
        },
        advice:
          'Ask once for all symbols where the venue has such a call, listen on its WebSocket instead of polling, and wait as long as Retry-After says: a venue that is asked on bans the address.',
      }));
  },
};

function countOf({ outcomes }: ReportExternal, outcome: string): number {
  return outcomes.find((each) => each.outcome === outcome)?.count ?? 0;
}
