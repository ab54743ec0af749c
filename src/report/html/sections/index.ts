// The sections of the page, in the order in which they are read.

import type { HtmlSectionOf } from '../html-section.js';
import { blame } from './blame.js';
import { found } from './found.js';
import { timeByOperation } from './functions.js';
import { held } from './held.js';
import { keptTicks } from './kept-ticks.js';
import { operations } from './operations.js';
import { overTime } from './over-time.js';
import { overview } from './overview.js';
import { ranked } from './ranked.js';
import { spread } from './spread.js';
import {
  allCaches,
  allFeeds,
  ticksByProcess,
  coverageTables,
  groupTables,
  growing,
  growingBySize,
  lossesAndCost,
  orderWays,
  outside,
} from './tables.js';

export const HTML_SECTIONS: readonly HtmlSectionOf[] = [
  overview,
  found,
  overTime,
  spread,
  ranked,
  keptTicks,
  blame,
  timeByOperation,
  growing,
  growingBySize,
  groupTables,
  ticksByProcess,
  held,
  orderWays,
  allFeeds,
  outside,
  allCaches,
  operations,
  coverageTables,
  lossesAndCost,
];
