import { fixture, runRecorded } from '../support/programs.js';

it('keeps what a tick does behind its awaits in the tick', async () => {
  const { report, stdout } = await runRecorded([fixture('capture/behind-awaits.cjs')]);
  expect(stdout).toBe('the end\n');
  expect(report.ticks).toMatchObject({ started: 5, count: 5, late: 0 });
  const counts = report.operations
    .map(({ kind, name, count }) => `${count} ${kind} ${name}`)
    .filter((text) => !/untraced| wait /.test(text));
  expect(counts.toSorted()).toEqual(['10 database FillRepository.find', '5 internal Bot.onTick', '5 tick Bot.onQuote']);
});
