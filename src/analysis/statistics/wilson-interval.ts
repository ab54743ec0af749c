// Between which limits a share lies, of which some cases were seen.

import type { Share } from '../../model/units.js';
import { NORMAL_95 } from './numbers.js';

/**
 * With 95 % confidence. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
 *
 * @param count of `samples`, 1 at least
 */
export function wilsonInterval(count: number, samples: number): readonly [low: Share, high: Share] {
  const share = count / samples;
  const spread = NORMAL_95 ** 2 / samples;
  const middle = share + spread / 2;
  const half = NORMAL_95 * Math.sqrt((share * (1 - share)) / samples + spread / samples / 4);
  const bounded = (value: number): Share => Math.min(1, Math.max(0, value / (1 + spread))) as Share;
  return [bounded(middle - half), bounded(middle + half)];
}
