// Strategies: their methods are operations of a tick, and are added up by strategy.

import type { Instrumentation, ProgramRule } from '../../rules/instrumentation.js';
import { strategyNameOf } from '../../rules/names.js';

const METHOD =
  /^(?:evaluate|execute|update|next|calculate|check|run|process|analy[sz]e|decide|signals?|getSignals?|generateSignals?|should[A-Z]\w*|on[A-Z]\w*|handle[A-Z]\w*)$/;

const strategyMethods: ProgramRule = {
  hint: /Strateg/i,
  match(candidate) {
    const strategy = strategyNameOf(candidate);
    if (strategy === undefined || !METHOD.test(candidate.name)) return undefined;
    return { kind: 'internal', name: `${strategy}.${candidate.name}`, rule: 'strategy-method' };
  },
};

export const strategies = (): Instrumentation => ({ id: 'strategy', rules: [strategyMethods] });
