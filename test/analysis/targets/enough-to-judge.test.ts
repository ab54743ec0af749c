import { isEnoughToJudge } from '../../../src/analysis/targets/enough-to-judge.js';
import type { Share } from '../../../src/model/units.js';

const target = 0.95 as Share;

describe('whether few cases tell on which side of a target a share lies', () => {
  // Limits by the formula of Wilson's interval: n / (n + 3.8415) where all are well, and (k + 1.92) / (n + 3.84) in the middle.
  it.each([
    [0, 0, false],
    [14, 15, false],
    [72, 72, false],
    [73, 73, true],
    [0, 9, false],
    [0, 10, true],
    [12, 15, true],
    [95, 99, false],
    [95, 100, true],
  ])('%d of %d against 95 %%: %p', (count, cases, isEnough) => {
    expect(isEnoughToJudge(count, cases, target)).toBe(isEnough);
  });
});
