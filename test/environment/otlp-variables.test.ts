// The variables that say what is sent, and to where, do what docs/environment.md says.

import { OTLP_CHECKS, withoutCertificates } from './otlp-checks.js';

it.each(Object.entries(OTLP_CHECKS))('%s', (_name, check) => check(), 20_000);

it('certificates make a difference', withoutCertificates, 20_000);
