// The SDKs that programs use: two projects of their own, because their ranges of @opentelemetry/api exclude each other.

import { installFixture } from '../support/installed-fixture.js';

export const SDKS = ['sdk-2', 'sdk-3'] as const;
export type Sdk = (typeof SDKS)[number];

export function install(sdk: Sdk): Promise<void> {
  return installFixture(sdk);
}
