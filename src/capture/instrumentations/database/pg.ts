// node-postgres. What patches it is a part of the preload that is loaded with the program's first file of it.

import type { PackagePatch } from '../../rules/instrumentation.js';
import type { MakeInstrumentation } from '../host.js';
import { keepCursorCallbacks } from './pg-cursor.js';
import type * as Instrumentation from './pg-instrumentation.js';
import type { PgPatches } from './pg-instrumentation.js';

export const pg: MakeInstrumentation = (host) => {
  let made: PgPatches | undefined;
  const patches = (): PgPatches => {
    const { pgPatches } = require('./pg-instrumentation.js') as typeof Instrumentation;
    return (made ??= pgPatches(host));
  };
  const late =
    (name: keyof PgPatches): PackagePatch['patch'] =>
    (...args) =>
      patches()[name](...args);
  return {
    id: 'pg',
    packages: [
      { packageName: 'pg', file: /^lib\/client\.js$/, patch: late('client') },
      { packageName: 'pg', file: /^lib\/native\/client\.js$/, patch: late('nativeClient') },
      { packageName: 'pg-pool', file: /^index\.js$/, patch: late('pool') },
      {
        packageName: 'pg-cursor',
        file: /^index\.js$/,
        patch: (exports) => keepCursorCallbacks(host.recorder.active, exports),
      },
    ],
  };
};
