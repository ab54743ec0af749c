// Finds calls that make a connection each time, where one could be kept.

import { formatCount, formatDuration, formatShare } from '../../model/format-units.js';
import type { Share } from '../../model/units.js';
import { calledIn } from './asking-ticks.js';
import type { Detector } from './detector.js';
import { placeOf } from './in-ticks.js';

const LEAST_CALLS = 20;
const MOST_NEW_SHARE = 0.5;

export const newConnections: Detector = {
  id: 'new-connections',
  title: 'Calls make a connection each time',
  titleOfNone: 'Calls to the outside find their connections open',
  needsAllTicks: true,

  detect({ externals, rows, segment: { kept } }) {
    return externals.flatMap(
      ({ name, newConnections: made = 0, reusedConnections: found = 0, meanConnectingNanos }) => {
        const newShare = made / (made + found);
        if (made + found < LEAST_CALLS || newShare < MOST_NEW_SHARE) return [];
        const ranked = rows.find(({ row }) => row.kind === 'external' && row.name === name);
        return [
          {
            ...(ranked !== undefined && { share: ranked.share }),
            ...placeOf(calledIn(kept, { kind: 'external', name })),
            evidence: {
              call: name,
              'on a new connection': formatShare(newShare as Share),
              calls: formatCount(made + found),
              ...(meanConnectingNanos !== undefined && { 'a connection takes': formatDuration(meanConnectingNanos) }),
            },
            advice:
              'Keep connections: one http.Agent or https.Agent with keepAlive: true for all calls, made once and not in the tick. Where the server closes them, call it more often than its time-out, or before it is needed.',
          },
        ];
      },
    );
  },
};
