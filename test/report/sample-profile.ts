// Samples of the processor of the rich sample report.

import { reportProfile } from '../../src/analysis/profile.js';
import type { ReportProfile } from '../../src/model/report/profile-report.js';

export const richProfile: ReportProfile | undefined = reportProfile([
  {
    scope: 'operation',
    kind: 'tick',
    name: 'TradingBot.onTick',
    samples: 1_200,
    collecting: 34,
    frames: [
      { name: 'hmac', location: 'sign.js:12', within: 'node:crypto', samples: 640 },
      { name: 'hmac', location: 'sign.js:12', samples: 104 },
      { name: 'TradingBot.onTick', location: 'bot.js:41', samples: 300 },
      { name: '(anonymous)', location: 'src/strategies/mean-reversion/portfolio-weights.js:1204', samples: 120 },
      { name: 'pg', samples: 36 },
    ],
  },
  {
    scope: 'operation',
    kind: 'indicator',
    name: 'technicalindicators.RSI',
    samples: 21,
    collecting: 0,
    frames: [
      { name: 'indicators', location: 'bot.js:60', within: 'technicalindicators', samples: 11 },
      { name: 'closes', location: 'bot.js:71', samples: 10 },
    ],
  },
  { scope: 'symbol', name: 'BTC-USD', samples: 800, collecting: 30, frames: [] },
  {
    scope: 'outside',
    name: '',
    samples: 79,
    collecting: 0,
    frames: [{ name: 'rebalance', location: 'bot.js:90', samples: 79 }],
  },
  { scope: 'thread', name: 'idle', samples: 4_000, collecting: 0, frames: [] },
  { scope: 'thread', name: 'collecting', samples: 40, collecting: 0, frames: [] },
  { scope: 'thread', name: 'tickscope', samples: 60, collecting: 0, frames: [] },
  { scope: 'thread', name: 'missing', samples: 1_200, collecting: 0, frames: [] },
]);
