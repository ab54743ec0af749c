// Finds who holds the event loop while ticks wait: timers, servers, the parsing of messages. A tick that ticks wait for is in no row.

import { formatCount, formatDuration } from '../../model/format-units.js';
import { isTickscopeWait, loopHolderOf, loopWait } from '../../model/wait-names.js';
import type { Share } from '../../model/units.js';
import type { Detector } from './detector.js';
import { gainWithout, meanOf, placeOf, shareEvidence } from './in-ticks.js';

const LEAST_SHARE: Share = 0.05 as Share;
const SOCKET = 'socket ';
const OF_SOCKETS =
  'That is all that runs when its messages come: parsing them, and the code that waited for them. Ask for less at once, fewer ' +
  'statements and fewer rows, or take the messages in a worker thread.';
const OF_OTHERS = 'Do its work in pieces, with setImmediate between them, or in a worker thread.';
const OF_TIMERS = `${OF_OTHERS} What runs on a timer can run when no event is due.`;

function adviceFor(holder: string): string {
  if (holder.startsWith(SOCKET)) return OF_SOCKETS;
  return holder.startsWith('timer ') ? OF_TIMERS : OF_OTHERS;
}

export const heldLoop: Detector = {
  id: 'held-loop',
  title: 'Ticks wait while something else holds the event loop',
  titleOfNone: 'Ticks hardly wait for anybody who holds the event loop',
  needsAllTicks: false,

  detect({ rows, whatIf, segment: { owners } }) {
    return rows.flatMap(({ row, share }) => {
      const holder = loopHolderOf(row);
      // What Tickscope costs is a section of its own.
      if (holder === undefined || isTickscopeWait(row) || share < LEAST_SHARE) return [];
      return [
        {
          share,
          ...gainWithout(whatIf, row, 0.5),
          // What receives from a socket is a package's.
          ...(!holder.startsWith(SOCKET) && placeOf(owners.find((owner) => loopWait(owner).name === row.name) ?? {})),
          evidence: {
            'held by': holder,
            'ticks that waited': formatCount(row.count),
            mean: formatDuration(meanOf(row)),
            ...shareEvidence({ share }),
          },
          advice: adviceFor(holder),
        },
      ];
    });
  },
};
