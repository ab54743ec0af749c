// What keeps the event loop alive, by type: sockets, timers, requests.

import type { ActiveResource } from '../../model/runtime-record.js';

/** Types that are told apart; Node.js has about 40. */
const TYPES = 64;

// Captured at preload: the list is made anew for each question.
const { getActiveResourcesInfo } = process;

export function activeResources(): ActiveResource[] {
  const counts = new Map<string, number>();
  for (const type of getActiveResourcesInfo()) {
    if (counts.has(type) || counts.size < TYPES) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts].map(([type, count]) => ({ type, count }));
}
