// Whether what was running can still be on the stack.
//
// A call says when it is left, by `finally`. One that `vm` ends by its timeout does not: no `finally` in it runs. What it left behind is void
// when the epoch has gone up.

export const stack = {
  /** Goes up with each callback of the event loop, and with each tick that begins in no measured call. */
  epoch: 1,
};
