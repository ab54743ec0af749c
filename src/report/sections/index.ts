// The sections of the terminal report, in the order in which they are read.

import type { Section } from '../page.js';
import { budget } from './budget.js';
import { caches } from './caches.js';
import { measured, notMeasured } from './coverage.js';
import { eventLoop } from './event-loop.js';
import { externalCalls } from './external-calls.js';
import { feeds } from './feeds.js';
import { findings } from './findings.js';
import { growth } from './growth.js';
import { byName, byStrategy, bySymbol } from './groups.js';
import { losses } from './losses.js';
import { memory } from './memory.js';
import { notes } from './notes.js';
import { orders } from './orders.js';
import { overhead } from './overhead.js';
import { processes } from './processes.js';
import { profile } from './profile.js';
import { ranking } from './ranking.js';
import { growingWithSize } from './size-growth.js';
import { slowest } from './slowest.js';
import { source } from './source.js';
import { targets } from './targets.js';
import { ticks } from './ticks.js';
import { verdict } from './verdict.js';

export const SECTIONS: readonly Section[] = [
  verdict,
  source,
  targets,
  budget,
  ticks,
  ranking,
  profile,
  findings,
  growth,
  growingWithSize,
  byName,
  bySymbol,
  byStrategy,
  processes,
  orders,
  externalCalls,
  caches,
  slowest,
  feeds,
  eventLoop,
  memory,
  measured,
  notMeasured,
  overhead,
  losses,
  notes,
];

/** Where one tick was asked for, nothing else is in the way. */
export const ONE_TICK_SECTIONS: readonly Section[] = [verdict, slowest];
