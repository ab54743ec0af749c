// Indicators: in the program's code, and in libraries.

import type { Instrumentation } from '../../rules/instrumentation.js';
import { patchOf } from './library.js';
import { technicalindicators } from './libraries/technicalindicators.js';
import { tradingSignals } from './libraries/trading-signals.js';
import { programIndicators } from './program-indicators.js';

/** The table of the libraries: another one is a file in `libraries/` and a row here. */
const LIBRARIES = [technicalindicators, tradingSignals];

export const indicators = (): Instrumentation => ({
  id: 'indicator',
  rules: [programIndicators],
  packages: LIBRARIES.map(patchOf),
});
