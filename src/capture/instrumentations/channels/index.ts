// Libraries that publish what they do on TracingChannels. Another one is a row: see `traced-library.ts`.

import type { PackagePatch } from '../../rules/instrumentation.js';
import type { MakeInstrumentation } from '../host.js';
import { ioredis } from './ioredis.js';
import { mysql2 } from './mysql2.js';
import { TracedCalls } from './traced-calls.js';
import type { TracedLibrary } from './traced-library.js';

const TRACED_LIBRARIES: readonly TracedLibrary[] = [mysql2, ioredis];

export const tracedLibraries: MakeInstrumentation = (host) => ({
  id: 'channels',
  // Of a version that publishes nothing, the spans of the program's own instrumentation are all that is seen.
  packages: TRACED_LIBRARIES.map(({ packageName, file, scope }): PackagePatch => ({
    packageName,
    file,
    patch(exports) {
      host.recordedScopes.add(scope);
      return exports;
    },
  })),
  channels: TRACED_LIBRARIES.flatMap(({ channels }) =>
    channels.flatMap((channel) => new TracedCalls(host, channel).subscriptions),
  ),
});
