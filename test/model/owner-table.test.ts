import { LOOP_OWNER_KINDS, OWNER_NAMES, ownerLabel, OwnerTable, placedName } from '../../src/model/owner-table.js';

it('gives each owner one id, and says which owner an id is', () => {
  const table = new OwnerTable();
  const id = table.intern('timer', 'poll');
  expect(table.intern('timer', 'poll')).toBe(id);
  expect(table.intern('immediate', 'poll')).not.toBe(id);
  expect(table.owner(id)).toEqual({ kind: 'timer', name: 'poll' });
});

it('shortens long names, and lets those that come too late share the row of their kind', () => {
  const table = new OwnerTable();
  expect(table.owner(table.intern('timer', 'x'.repeat(100))).name).toBe('x'.repeat(64));
  for (let count = 1; count < OWNER_NAMES; count++) table.intern('timer', `callback ${count}`);
  const late = table.intern('immediate', 'late');
  expect(table.owner(late)).toEqual({ kind: 'immediate', name: '__other__' });
  expect(table.intern('immediate', 'later')).toBe(late);
  expect(table.owner(table.intern('timer', 'callback 1'))).toEqual({ kind: 'timer', name: 'callback 1' });
  expect(late).toBeLessThan(LOOP_OWNER_KINDS.length);
});

it('tells owners of one name apart by their places', () => {
  const table = new OwnerTable();
  const ids = [
    table.intern('timer', 'poll', 'a.js:1'),
    table.intern('timer', 'poll', 'b.js:1'),
    table.intern('timer', 'poll'),
  ];
  expect(new Set(ids).size).toBe(3);
  expect(table.intern('timer', 'poll', 'a.js:1')).toBe(ids[0]);
  expect(ids.map((id) => ownerLabel(table.owner(id)))).toEqual([
    'timer poll (a.js:1)',
    'timer poll (b.js:1)',
    'timer poll',
  ]);
  expect(ids.map((id) => placedName(table.owner(id)))).toEqual(['poll (a.js:1)', 'poll (b.js:1)', 'poll']);
  expect(ownerLabel(table.owner(table.intern('timer', '', 'a.js:1')))).toBe('timer (a.js:1)');
  expect(placedName(table.owner(table.intern('timer', '', 'a.js:1')))).toBe('a.js:1');
});

it('looks for an owner once, when it is asked for', () => {
  const table = new OwnerTable();
  const find = jest.fn(() => table.intern('timer', '', 'a.js:1'));
  const id = table.later(find) as number;
  expect(find).not.toHaveBeenCalled();
  expect([table.settled(id), table.settled(id)]).toEqual([table.intern('timer', '', 'a.js:1'), table.settled(id)]);
  expect(find).toHaveBeenCalledTimes(1);
  // Whoever asks for the owner need not know that it was looked for.
  expect(table.owner(table.later(find) as number)).toEqual({ kind: 'timer', name: '', location: 'a.js:1' });
  expect(table.settled(3)).toBe(3);
});
