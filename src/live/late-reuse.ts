// Follows what caches are asked by a part of the preload that is loaded with the first events that are read.

import type * as FollowReuse from '../aggregate/reuse/follow-reuse.js';
import { attempt } from '../guard.js';
import { asPiece } from '../measured-work.js';
import type { ReadReuse, ReuseLog } from '../model/reuse/reuse-log.js';

export function followLate(log: ReuseLog): void {
  let read: ReadReuse | undefined;
  log.readWith((...events) =>
    attempt('following caches', () => {
      read ??= asPiece('loading', () => {
        const { followReuse } = require('../aggregate/reuse/follow-reuse.js') as typeof FollowReuse;
        return followReuse();
      });
      asPiece('closing', () => read?.(...events));
    }),
  );
}
