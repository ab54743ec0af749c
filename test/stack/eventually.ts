// Asks a server until it has the answer: what was sent arrives a moment later.

import { setTimeout as pause } from 'node:timers/promises';

/** Rules are evaluated every 15 s, and on a machine that does other work too telemetry takes its time. */
const LONGEST_MS = 150_000;
const BETWEEN_MS = 100;

/** @returns the first answer that is `good`, or the last one before the deadline: the test says what is wrong with it */
export async function eventually<Answer>(
  ask: () => Promise<Answer>,
  good: (answer: Answer) => boolean,
): Promise<Answer> {
  const deadline = performance.now() + LONGEST_MS;
  for (;;) {
    const answer = await ask();
    if (good(answer) || performance.now() > deadline) return answer;
    await pause(BETWEEN_MS);
  }
}
