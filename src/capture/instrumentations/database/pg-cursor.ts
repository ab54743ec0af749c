// pg-cursor calls back from timers and sockets: its callbacks return to the tick that asked for the rows.

import type { ActiveScope } from '../../recorder/active-scope.js';
import { bindLastCallback } from './bound-callback.js';
import { around, replaceMember } from '../../patch/replace-member.js';

/** pg-query-stream reads through the same methods. */
export function keepCursorCallbacks(active: ActiveScope, exports: unknown): unknown {
  const { prototype } = exports as { prototype: object };
  for (const key of ['read', 'close']) {
    replaceMember(
      prototype,
      key,
      around((original, cursor, args) => {
        bindLastCallback(active, args);
        return Reflect.apply(original, cursor, args);
      }),
    );
  }
  return exports;
}
