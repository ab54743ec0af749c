// Synchronous system calls inside a tick: they hold the event loop for every other tick too.

import { syncBuiltinESMExports } from 'node:module';
import { INNER_BEGIN } from '../../../model/log/log-layout.js';
import type { NameTable } from '../../../model/name-table.js';
import { replaceMember } from '../../patch/replace-member.js';
import { mimic } from '../../wrap/mimic.js';
import type { AnyFunction } from '../../rules/any-function.js';
import { Operation } from '../../wrap/operation.js';
import { ReentryGuard } from '../../wrap/reentry-guard.js';
import { recordSynchronous } from '../../wrap/wrap-synchronous.js';
import type { Recorder } from '../../recorder/recorder.js';
import { now } from '../../recorder/clock.js';
import { asPiece, isInPiece } from '../../../measured-work.js';
import { nodeModule } from '../../../this-thread.js';
import type { Host, MakeInstrumentation } from '../host.js';
import { CallSites } from '../../load/call-sites.js';

/** Patched when the program loads them: they bring 50 modules of Node's own along, 20 ms of the start and 7 MB. */
const LOADED_LATE: Readonly<Record<string, RegExp>> = {
  child_process: /Sync$/,
  zlib: /Sync$/,
  crypto: /^(?:pbkdf2|scrypt|hkdf|generateKeyPair|generatePrime|checkPrime)Sync$/,
};

const { apply } = Reflect;

/** For a call this long the stack is read, which costs 6 µs: the call may be the cause of a stall. */
const SLOW_NANOS = 1_000_000;

export const blockingCalls: MakeInstrumentation = (host) => {
  const replace = replaceBlockingCalls(host);
  return {
    id: 'blocking',
    builtins: Object.entries(LOADED_LATE).map(([module, wanted]) => ({
      name: `node:${module}`,
      patch: (exports) => replace(module, exports as object, wanted),
    })),
    install() {
      replace('fs', nodeModule('node:fs'), /Sync$/);
      // An ES module that is loaded from now on gets what is there by then. For others everything has to be read, `fs.promises` too,
      // which loads 30 modules of Node's own.
      if (isAfterOthers(host)) syncBuiltinESMExports();
    },
    installsLast: true,
  };
};

/** Whether another preload has loaded modules. */
function isAfterOthers({ programFiles }: Host): boolean {
  return Object.keys(require.cache).some((file) => !programFiles.isTickscopeFile(file));
}

/** Replaces the exports of Node's own modules in place. */
function replaceBlockingCalls({
  recorder,
  names,
  programFiles,
  workingDirectory,
  configured,
  onSlowCall,
}: Host): (module: string, exports: object, wanted: RegExp) => void {
  const callSites = new CallSites(programFiles, workingDirectory);
  // One guard for all: writeFileSync may open and close by itself, and is the call that the program made.
  const guard = new ReentryGuard();
  return (module, exports, wanted) => {
    for (const key of Object.keys(exports).filter((each) => wanted.test(each))) {
      const name = `${module}.${key}`;
      if (configured.isExcludedName(name)) continue;
      const timed = reportingSlowCalls(name, callSites, guard, onSlowCall);
      replaceMember(exports, key, (original) => wrapBlocking(recorder, names, callSites, guard, name, original, timed));
    }
  };
}

function wrapBlocking(
  recorder: Recorder,
  names: NameTable,
  callSites: CallSites,
  guard: ReentryGuard,
  name: string,
  original: AnyFunction,
  timed: <Result>(call: () => Result) => Result,
): AnyFunction {
  const operation = new Operation(names, 'internal', name);
  const { wrapper } = {
    wrapper(this: unknown, ...args: unknown[]): unknown {
      if (guard.inside || isInPiece()) return apply(original, this, args);
      // Whether the tick is open is found when the log is read: to read it here would make the tick wait for that.
      if (recorder.active.get() <= 0) return timed(() => apply(original, this, args));
      callSites.observe(names.entry(operation.id));
      return timed(() => recordSynchronous(recorder, operation, guard, original, this, args, undefined, INNER_BEGIN));
    },
  };
  return mimic(wrapper, original);
}

function reportingSlowCalls(
  name: string,
  callSites: CallSites,
  guard: ReentryGuard,
  onSlowCall: Host['onSlowCall'],
): <Result>(call: () => Result) => Result {
  return (call) => {
    const startNanos = now();
    const around = guard.enter();
    try {
      return call();
    } finally {
      guard.leave(around);
      const nanos = now() - startNanos;
      if (nanos >= SLOW_NANOS) {
        // One piece: the call is written before the work, in the stretch that the work ends.
        asPiece('writing', () => {
          const where = callSites.here();
          onSlowCall(where === undefined ? name : `${name} ${where}`, nanos);
        });
      }
    }
  };
}
