// Exports of packages that are named like handlers or indicators: frameworks whose functions the program calls with events.

import { wrapConfiguredExports } from '../instrumentations/configured/exports.js';
import { programIndicators } from '../instrumentations/indicator/program-indicators.js';
import { strongTicks, weakTicks } from '../instrumentations/tick/rules/handlers.js';
import { ANY_PACKAGE, type PackagePatch } from '../rules/instrumentation.js';
import type { Match } from '../rules/match.js';
import { debug } from '../../stderr.js';

const RULES = [strongTicks, weakTicks, programIndicators];

/** Packages are measured where the configuration names them, so that a proposal is all that is needed. */
export const packageExports: PackagePatch = {
  packageName: ANY_PACKAGE,
  file: /(?:)/,
  patch(exports, wrap, _version, packageName) {
    try {
      return wrapConfiguredExports(
        exports,
        (exported) => lookedAt(exported, packageName),
        wrap,
        () => false,
      );
    } catch (error) {
      // A package that does not let go of its exports is none that somebody has asked to be measured.
      debug('exports that cannot be looked at', error);
      return exports;
    }
  },
};

/** As if a file of the program were called as the package is: whether that speaks of the market decides on weak names. */
function lookedAt(exported: string, packageName: string): Match | undefined {
  const [name = '', className] = exported.split('.').toReversed();
  const candidate = {
    path: packageName,
    fileName: packageName,
    className,
    declaredClassName: className,
    superName: undefined,
    name,
    isAsync: false,
    parameters: [],
  };
  const isKnown = RULES.some((rule) => rule.match?.(candidate) !== undefined);
  return isKnown ? { kind: 'internal', name: exported, rule: 'doctor', lookedAt: true } : undefined;
}
