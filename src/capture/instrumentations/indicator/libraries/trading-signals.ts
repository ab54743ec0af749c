// The package `trading-signals`, which is ES modules only in 8.x: `add`, `replace` and `updates` all call `update`.

import { prototypeMethod } from '../forms.js';
import type { IndicatorLibrary } from '../library.js';

export const tradingSignals: IndicatorLibrary = {
  packageName: 'trading-signals',
  files: /^dist\/(?!(?:util|error)\/).+\.[cm]?js$/,
  forms: [prototypeMethod('update')],
};
