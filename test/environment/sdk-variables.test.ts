// The variables of the SDK and of Tickscope itself do what docs/environment.md says.

import { SDK_CHECKS } from './sdk-checks.js';

it.each(Object.entries(SDK_CHECKS))('%s', (_name, check) => check(), 20_000);
