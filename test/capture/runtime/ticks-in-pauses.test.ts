import { TicksInPauses } from '../../../src/capture/runtime/ticks-in-pauses.js';

function watched(): { readonly hits: string[]; readonly ticks: TicksInPauses<string> } {
  const hits: string[] = [];
  const ticks = new TicksInPauses<string>((kind, from, to, kept) => {
    hits.push(`${kind} ${from}-${to} ${kept ?? '-'}`);
    return kept;
  });
  return { hits, ticks };
}

it('finds the ticks of a collection that is reported after them', () => {
  const { hits, ticks } = watched();
  ticks.addTick(0, 10, 'before');
  ticks.addTick(20, 40, 'in it');
  ticks.addTick(25, 60, undefined);
  ticks.addPause('minor', 30, 50);
  expect(hits).toEqual(['minor 30-50 -', 'minor 30-40 in it']);
});

it('finds the collections of a tick that was open when they were reported, each once', () => {
  const { hits, ticks } = watched();
  ticks.addPause('major', 10, 20);
  ticks.addPause('minor', 30, 35);
  ticks.addTick(15, 100, 'long');
  ticks.addTick(40, 110, 'after both');
  expect(hits).toEqual(['major 15-20 long', 'minor 30-35 long']);
});

it('finds times that were added in another order than that of their ends', () => {
  const { hits, ticks } = watched();
  ticks.addTick(60, 100, 'early in the list');
  ticks.addTick(0, 50, 'ended before');
  ticks.addPause('major', 80, 120);
  expect(hits).toEqual(['major 80-100 early in the list']);
});
