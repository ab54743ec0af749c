// Caches: how many look-ups found what they looked for.

import type { MakeInstrumentation } from '../host.js';
import { lruCache } from './lru-cache.js';

export const cacheLookUps: MakeInstrumentation = (host) => ({ id: 'caches', channels: [lruCache(host)] });
