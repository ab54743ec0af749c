// The table of the libraries: another one is a file beside these and a row here.

import type { PackagePatch } from '../../../rules/instrumentation.js';
import { patchOf } from '../library.js';
import { technicalindicators } from './technicalindicators.js';
import { tradingSignals } from './trading-signals.js';

export const INDICATOR_PACKAGES: readonly PackagePatch[] = [technicalindicators, tradingSignals].map(patchOf);
