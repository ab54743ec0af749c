import { LOOP_OWNER_KINDS, OWNER_NAMES, OwnerTable } from '../../src/model/owner-table.js';

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
