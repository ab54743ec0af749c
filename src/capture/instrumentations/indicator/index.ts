// Indicators: in the program's code, and in libraries.

import type { Instrumentation } from '../../rules/instrumentation.js';
import { patchOf } from './library.js';
import { LIBRARIES, NOT_MEASURED } from './libraries.js';
import { programIndicators } from './program-indicators.js';

export const indicators = (): Instrumentation => ({
  id: 'indicator',
  rules: [programIndicators],
  packages: LIBRARIES.map(patchOf),
  notMeasured: NOT_MEASURED,
});
