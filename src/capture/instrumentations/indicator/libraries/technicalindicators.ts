// The package `technicalindicators`, 1.x to 3.x, in the four forms in which it is used.
//
// `MACD.calculate === exports.macd` calls `new MACD()`, whose constructor computes everything; streaming goes through
// `nextValue`. Calls inside the package are nested ones, of which the outermost counts.

import { constructorWithValues, functionExport, prototypeMethod, staticMethod } from '../forms.js';
import type { IndicatorLibrary } from '../library.js';

export const technicalindicators: IndicatorLibrary = {
  packageName: 'technicalindicators',
  // `lib/` is ES modules without a sign of it, for bundlers and loaders such as tsx. Its tools are no indicators.
  files:
    /^(?:dist\/index|lib\/(?!index|config|StockData|indicator\/|Utils\/(?:NumberFormatter|LinkedList|FixedSize)).+)\.js$/,
  without: /^(?:getAvailableIndicators|setConfig|getConfig)$/,
  forms: [functionExport, staticMethod('calculate'), prototypeMethod('nextValue'), constructorWithValues('nextValue')],
};
