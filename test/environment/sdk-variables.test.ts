// The variables of the SDK and of Tickscope itself do what docs/environment.md says.

import { SDK_CHECKS } from './sdk-checks.js';

it.each(Object.entries(SDK_CHECKS))('%s', async (_name, check) => expect(check()).resolves.toBeUndefined(), 20_000);
