// Orders in the event log. Their records share the kind of outcomes: each has the number of a text, which is the order's key.
//
// An order is the position of its `ORDER_BEGINS`. The scope of that record is the one that it runs in; that of the others is the order.

import { CHECK_SHIFT, KIND_MASK, OUTCOME } from './log-layout.js';

export const ORDER_BEGINS: number = OUTCOME | (1 << CHECK_SHIFT);
export const ORDER_SENT: number = OUTCOME | (2 << CHECK_SHIFT);
/** With `FAILED`, also of an order that has ended as a success and has failed after all. */
export const ORDER_ENDS: number = OUTCOME | (3 << CHECK_SHIFT);
/** Of an end: nobody has answered, as where a function has returned that has only sent a message. */
export const UNANSWERED: number = 1 << (CHECK_SHIFT + 2);

/** What tells the three, and an outcome, from each other. */
export const ORDER_MASK: number = KIND_MASK | (3 << CHECK_SHIFT);
