// What the bundled preload gets in the place of global timers and Date: those of the moment at which it was loaded.
//
// A simulation that installs fake timers would stop the exporters otherwise, and a retry that waits would keep a program
// alive that has come to its end. Nobody in the bundle may do that; who has to, calls ref().

const { setTimeout: startTimeout, setInterval: startInterval } = globalThis;

export const { clearTimeout, clearInterval, clearImmediate, setImmediate, queueMicrotask, Date } = globalThis;

export function setTimeout(...args) {
  return startTimeout(...args).unref();
}

export function setInterval(...args) {
  return startInterval(...args).unref();
}
