// One finding at length.

import { renderFindings } from '../../src/report/one-finding.js';
import { rich } from './sample-reports.js';

const LOOK = { columns: 80, colours: false };
const kind = { id: 'queries-in-a-loop', titleOfNone: 'No statement is asked again and again in a tick' };

it('has the evidence in lines, the gain, the advice and the page to read on', () => {
  expect(renderFindings(rich, kind, LOOK)).toBe(
    [
      'One query per row',
      '  severity  high',
      '  place     db.js:9',
      '  per tick  12',
      '  ticks     621',
      '',
      '  With the repair p95 would be 1.10 ms less, other work unchanged.',
      '  Ask for all rows at once: WHERE symbol = ANY($1).',
      '',
      'Read on',
      '  docs/reference/findings.md#queries-in-a-loop',
      '',
    ].join('\n'),
  );
});

it('shows the tick that the evidence names, where its tree was kept', () => {
  const [finding] = rich.findings;
  const [tick] = rich.slowest;
  const named = { ...rich, findings: [{ ...finding!, evidence: { trace: tick!.traceId } }] };
  expect(renderFindings(named, kind, LOOK)).toContain(tick!.spans[0]!.name);
});

it('says so where nothing was found', () => {
  expect(renderFindings({ ...rich, findings: [] }, kind, LOOK)).toMatch(
    /^No statement is asked again and again in a tick\.\n/,
  );
});
