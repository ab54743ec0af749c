// Bots as somebody else would write them: what is wrong with them is found, with its line and its numbers, and what only looks like it is not.

import { fixture, type Recorded, runRecorded } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** What is found of one kind: the place, without its folder, and the evidence. */
function foundOf({ report }: Recorded, id: string): readonly (readonly [place: string, evidence: object])[] {
  return report.findings
    .filter((finding) => finding.id === id)
    .map(({ location = '', evidence }) => [location.replace(/^.*\//, ''), evidence]);
}

describe('a bot that asks a venue', () => {
  let recorded: Recorded;
  beforeAll(async () => {
    recorded = await runRecorded([fixture('findings/refused-calls.cjs')]);
  }, 60_000);

  it('makes a connection for each of some calls, and is told where', () => {
    expect(foundOf(recorded, 'new-connections')).toEqual([
      [
        'refused-calls.cjs:31',
        expect.objectContaining({
          call: expect.stringMatching(/ \/depth$/),
          'on a new connection': '100.0 %',
          calls: '150',
        }),
      ],
    ]);
  });

  it('is banned, as often as the venue says', () => {
    const refused = recorded.stdout.trim();
    expect(foundOf(recorded, 'rate-limited-calls')).toEqual([
      [
        'refused-calls.cjs:31',
        expect.objectContaining({
          call: expect.stringMatching(/ \/account$/),
          'status 418, which is a ban': refused,
          'of calls': '100.0 %',
        }),
      ],
    ]);
  });
});

describe('a bot whose first order', () => {
  const run = (way: string): Promise<Recorded> =>
    runRecorded([fixture('findings/late-modules.cjs'), temporaryFolder(), way]);

  it('loads modules: is told of the function that does', async () => {
    expect(foundOf(await run('loads'), 'modules-loaded-in-ticks')).toEqual([
      ['late-modules.cjs:19', expect.objectContaining({ 'files of the longest': '10' })],
    ]);
  }, 60_000);

  it('looks files up and reads them itself: is told nothing', async () => {
    const recorded = await run('reads');
    expect(recorded.report.operations.find(({ name }) => name === 'fs.readFileSync')?.count).toBe(40);
    expect(foundOf(recorded, 'modules-loaded-in-ticks')).toEqual([]);
  }, 60_000);
});
