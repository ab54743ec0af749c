// Whether what was running can still be on the stack.
//
// A call says when it is left, by `finally`. One that `vm` ends by its timeout does not: no `finally` in it runs. What it left behind is void
// in another epoch. A tick that begins in no measured call has one of its own until it is left: in a nested event loop there are calls
// of before on the stack, whose epoch comes back.

let epochs = 1;

export const stack = { epoch: 1 };

/** @returns the epoch of before, which has to be put back */
export function beginEpoch(): number {
  const before = stack.epoch;
  stack.epoch = ++epochs;
  return before;
}
