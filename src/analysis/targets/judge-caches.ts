// P4: how often a cache has what is looked for.

import { formatCount } from '../../model/format-units.js';
import type { CacheRow } from '../../model/record/outside-rows.js';
import type { RecordSegment } from '../../model/record/record-segment.js';
import type { ReportTarget } from '../../model/report/report.js';
import { CACHE_TARGET_SHARE } from '../../model/targets.js';
import type { Share } from '../../model/units.js';
import { cacheText, hitShareOf } from '../caches.js';
import { countedText } from '../wording.js';
import { TOO_FEW_TEXT, isEnoughToJudge } from './enough-to-judge.js';
import { lengthText } from './target-evidence.js';

/** Rows for single caches, the worst first. */
const MOST_CACHES = 10;

/** P4: the worst cache decides, then cache by cache. */
export function judgeCaches({ caches, ...segment }: RecordSegment): [ReportTarget, ...ReportTarget[]] {
  const target = { id: 'P4', limit: CACHE_TARGET_SHARE, unit: 'share' } as const;
  const seen = caches
    .filter(({ hits, misses }) => hits + misses > 0)
    .map(judgedCache)
    .toSorted((left, right) => left.share - right.share || (left.name < right.name ? -1 : 1));
  // A cache of which little was seen does not speak for the others.
  const enoughSeen = seen.filter(({ status }) => status !== 'unknown');
  const deciding = enoughSeen.length > 0 ? enoughSeen : seen;
  const [worst] = deciding;
  if (worst === undefined) {
    const evidence =
      'no look-up in a cache was seen after the warm-up: none was made, or nobody tells of it. lru-cache tells from version 11.3 on; ' +
      "the program's own caches are named under `caches` in the configuration";
    return [{ ...target, scope: 'caches', status: 'unknown', evidence }];
  }
  const overall: ReportTarget = {
    ...target,
    scope: 'caches',
    status: worst.status,
    value: worst.share,
    evidence: `the worst of ${countedText(deciding.length, 'cache')}, ${worst.name}, in ${lengthText(segment)}${worst.doubt}`,
  };
  const rows = seen.slice(0, MOST_CACHES).map(({ name, row, status, share, doubt }): ReportTarget => ({
    ...target,
    scope: name,
    status,
    value: share,
    evidence: `${formatCount(row.hits)} of ${countedText(row.hits + row.misses, 'look-up')} found what they looked for${doubt}`,
  }));
  return [overall, ...rows];
}

interface JudgedCache {
  readonly row: CacheRow;
  readonly name: string;
  readonly share: Share;
  readonly status: ReportTarget['status'];
  /** Empty where enough was seen. */
  readonly doubt: string;
}

function judgedCache(row: CacheRow): JudgedCache {
  const share = hitShareOf(row);
  const isEnough = isEnoughToJudge(row.hits, row.hits + row.misses, CACHE_TARGET_SHARE);
  const judged = share > CACHE_TARGET_SHARE ? 'pass' : 'fail';
  return {
    row,
    name: cacheText(row),
    share,
    status: isEnough ? judged : 'unknown',
    doubt: isEnough ? '' : TOO_FEW_TEXT,
  };
}
