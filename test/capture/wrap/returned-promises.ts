// Observes the promises of wrapped functions, as the preload does.

import { BodyRuntime } from '../../../src/capture/body/body-runtime.js';
import { ActiveScope } from '../../../src/capture/recorder/active-scope.js';
import type { ReturnedPromises } from '../../../src/capture/wrap/returned-promises.js';

const refuse = (): never => {
  throw new Error('no promise of these tests is given up');
};

export const active: ActiveScope = new ActiveScope();

export const returnedPromises: ReturnedPromises = new BodyRuntime({
  active,
  recorder: { stillLeaving: () => {}, left: () => {}, awaits: () => {}, turn: undefined },
  tickscopeFile: __filename,
  onError: refuse,
  onForgotten: refuse,
  onEndNotSeen: refuse,
  asTickscopeWork: (work) => work(),
  watchingCost: () => {},
}).returned;
