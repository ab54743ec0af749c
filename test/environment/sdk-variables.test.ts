// The variables of the SDK and of Tickscope itself do what docs/reference/environment.md says.

import { OWN_CHECKS } from './own-checks.js';
import { SDK_CHECKS } from './sdk-checks.js';

it.each(Object.entries({ ...SDK_CHECKS, ...OWN_CHECKS }))(
  '%s',
  async (_name, check) => expect(check()).resolves.toBeUndefined(),
  20_000,
);
