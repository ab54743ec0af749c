// Every instrumentation. Another library is its folder and a line here.
//
// The order counts: the first rule that matches a function takes it. A strong name wins over every place, and a place over a
// weak name.

import { blockingCalls } from './blocking/index.js';
import { cacheLookUps } from './caches/index.js';
import { tracedLibraries } from './channels/index.js';
import { databaseServices, pg, sqlite } from './database/index.js';
import { outsideCalls } from './external/index.js';
import type { MakeInstrumentation } from './host.js';
import { indicators } from './indicator/index.js';
import { openTelemetry } from './opentelemetry/index.js';
import { orderCalls } from './orders/index.js';
import { strategies } from './strategy/index.js';
import { arrivals } from './tick/arrivals/receivers.js';
import { ticksByName, ticksByPlace, ticksInLoops, ticksOfListeners } from './tick/index.js';

export const INSTRUMENTATIONS: readonly MakeInstrumentation[] = [
  ticksByName,
  arrivals,
  databaseServices,
  orderCalls,
  indicators,
  ticksByPlace,
  strategies,
  ticksInLoops,
  ticksOfListeners,
  pg,
  sqlite,
  outsideCalls,
  tracedLibraries,
  cacheLookUps,
  openTelemetry,
  blockingCalls,
];
