// OpenTelemetry packages of the program: records the spans of its SDKs, and registers its copies of the API.

import type { PackagePatch } from '../../rules/instrumentation.js';
import type { Host, MakeInstrumentation } from '../host.js';
import { programSdks } from './program-sdks.js';

export const openTelemetry: MakeInstrumentation = (host) => ({
  id: 'opentelemetry',
  packages: [apiCopies(host), ...programSdks(host.programSpans)],
});

function apiCopies({ apiLoaded }: Host): PackagePatch {
  return {
    packageName: '@opentelemetry/api',
    file: /^(?:build\/src|dist)\/index\.c?js$/,
    patch(exports, _wrap, version) {
      apiLoaded(exports, version);
      return exports;
    },
  };
}
