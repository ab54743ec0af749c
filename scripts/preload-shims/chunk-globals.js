// What a part of the preload that is loaded later gets in the place of global timers and Date: what the core has, which was there first.

export const {
  clearTimeout,
  clearInterval,
  clearImmediate,
  Date,
  setTimeout,
  setInterval,
  setImmediate,
  queueMicrotask,
} = tickscopeCore.globals;
