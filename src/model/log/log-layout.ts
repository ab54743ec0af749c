// The layout of the event log: what one record of 16 bytes holds.
//
//   float64  time in milliseconds, as the clock gives it, or a value of the record before
//   int32    bits 0-12 a number (mostly the operation's) | 13-16 kind | 17 failed | 18-31 the low bits of the begin's position
//   int32    the scope
//
// A scope is the log position of the record that began it: a tick, or an operation that may go on after it returns. It is
// positive inside a tick and negative in a tree outside any tick, because that has to outlive the tree. 0 is no scope.

/** Numbers that one record can hold. */
export const NUMBER_MASK = 8_191;
export const KIND_SHIFT = 13;
export const KIND_MASK: number = 0xf << KIND_SHIFT;
export const FAILED: number = 1 << 17;
/** An end carries the low bits of its begin's position, so that lost ends are found. */
export const CHECK_SHIFT = 18;
export const CHECK_MASK = 0x3fff;
/** Positions are 31 bits wide and never 0; V8 would box a longer one at every call. */
export const LAST_POSITION = 0x7fffffff;

/** How the operation of the scope came out, before its end: the number is its HTTP status or 0, the time the number of its error's text. */
export const OUTCOME = 0;
/** A synchronous operation begins in a scope, and ends. It has no scope of its own. */
export const SYNC_BEGIN: number = 1 << KIND_SHIFT;
export const SYNC_END: number = 2 << KIND_SHIFT;
/** It returned, and goes on until `ASYNC_END` with its begin's position as scope. */
export const SYNC_LEFT: number = 3 << KIND_SHIFT;
/** An operation with a scope of its own begins, and has come to its end. */
export const ASYNC_BEGIN: number = 4 << KIND_SHIFT;
export const ASYNC_END: number = 5 << KIND_SHIFT;
/** A tick-shaped call begins; whether it is a tick or holds one is decided in the drain. A `NOTE` follows. */
export const TICK_BEGIN: number = 6 << KIND_SHIFT;
/** Of the begin of a tick-shaped call, when it was read: it holds a tick, and is none. */
export const HOLDS_TICK: number = 1 << CHECK_SHIFT;
/** The same: it only hands its events on to handlers, and is none. */
export const RELAYS: number = 1 << (CHECK_SHIFT + 1);
/** Of the begin of a tick-shaped call, when it was written: one around it had not ended. */
export const INSIDE_TICK: number = 1 << (CHECK_SHIFT + 2);
/** The same, when its end was written. */
export const HAS_ENDED: number = 1 << (CHECK_SHIFT + 3);
/** The outermost function has returned, and its tick or tree goes on. */
export const RETURNED: number = 7 << KIND_SHIFT;
/** A synchronous operation that counts only inside an open tick. */
export const INNER_BEGIN: number = 8 << KIND_SHIFT;
/** Of the record before. Of a tick: the exchange's time, the symbol's number, `FAILED` where a delivery called it, events missing. */
export const NOTE: number = 9 << KIND_SHIFT;
/** A callback of the event loop begins: its owner, and above it the connection that it is called by. A `NOTE` follows with the time that the loop has waited, and its iteration. */
export const CALLBACK: number = 10 << KIND_SHIFT;
/** The running callback turns out to be Tickscope's. */
export const TICKSCOPE_CALLBACK: number = 11 << KIND_SHIFT;
/** Tickscope worked in a callback of the program, in this scope, from this time to that of the `NOTE` behind. */
export const TICKSCOPE_WORK: number = 12 << KIND_SHIFT;
/** A garbage collection, by its kind; from this time to that of the `NOTE` behind. */
export const COLLECTED: number = 13 << KIND_SHIFT;
/** A synchronous system call took so many milliseconds at a place. */
export const SLOW_CALL: number = 14 << KIND_SHIFT;
/** Since when the event of the tick before has waited, in milliseconds. */
export const WAITING_SINCE: number = 15 << KIND_SHIFT;
/** The function of the scope comes to an `await`: the number is the name of waiting there, or `NO_AWAIT` where it waits for what it returned. */
export const AWAITS: number = WAITING_SINCE | FAILED;
