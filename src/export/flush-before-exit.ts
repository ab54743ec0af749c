// Sends what is left when a program has come to its natural end.

import { guarded } from '../guard.js';
import { startTimeout, stopTimeout } from '../primordials.js';
import { beforeProcessEvent } from '../process-events.js';

export interface Flush {
  readonly isPending: () => boolean;
  /** Settles when nothing waits any more. */
  readonly send: () => Promise<void>;
  /** Whether something was taken before, and nothing fails since: who was slow may be waited for. */
  readonly answers: () => boolean;
}

export interface FlushLimits {
  readonly limitMillis: number;
  /** Where nothing answers for so long, it is given up before the limit. */
  readonly silenceMillis: number;
}

/** Holds the event `beforeExit` back until all was sent, at the longest for the limits. */
export function flushBeforeExit(
  { isPending, send, answers }: Flush,
  { limitMillis, silenceMillis }: FlushLimits,
): void {
  let hasFlushed = false;
  beforeProcessEvent('beforeExit', () => {
    if (hasFlushed || !isPending()) return false;
    hasFlushed = true;
    let timer: NodeJS.Timeout;
    // The loop stays alive for this timer; when both have settled it empties again, and Node.js emits the event anew.
    const wait = (leftMillis: number): void => {
      const millis = Math.min(leftMillis, silenceMillis);
      const isOver = guarded('waiting for the collector', () => {
        if (answers() && leftMillis > millis) wait(leftMillis - millis);
      });
      timer = startTimeout(isOver, millis).ref();
    };
    wait(limitMillis);
    const sent = (): void => stopTimeout(timer);
    // Not by `finally`: what it rejects with would be a rejection that nobody handles.
    void send().then(sent, sent);
    return true;
  });
}
