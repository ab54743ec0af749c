// Asks a server until it has the answer: what was sent arrives a moment later.

import { setTimeout as pause } from 'node:timers/promises';

const LONGEST_MS = 60_000;
const BETWEEN_MS = 100;

/** @returns the first answer that is `good`, or the last one before the deadline: the test says what is wrong with it */
export async function eventually<Answer>(
  ask: () => Promise<Answer>,
  good: (answer: Answer) => boolean,
  longestMillis: number = LONGEST_MS,
): Promise<Answer> {
  const deadline = performance.now() + longestMillis;
  for (;;) {
    const answer = await ask();
    if (good(answer) || performance.now() > deadline) return answer;
    await pause(BETWEEN_MS);
  }
}
