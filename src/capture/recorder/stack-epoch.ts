// Epochs of the call stack, which make the state void that a stopped call left behind.
//
// The `vm` timeout runs no `finally`: `ReentryGuard` and `NestedCalls` keep counting the call that it stopped. Both count within one epoch only.
// A tick outside every measured call has an epoch of its own, from its begin until `RecordedCall.left`. That puts the epoch before back,
// because a nested event loop has older calls on the stack.

let epochs = 1;

export const stack = { epoch: 1 };

/** @returns the epoch before, for whoever puts it back */
export function beginEpoch(): number {
  const before = stack.epoch;
  stack.epoch = ++epochs;
  return before;
}
