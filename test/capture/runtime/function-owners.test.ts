import vm from 'node:vm';
import { FunctionOwners } from '../../../src/capture/runtime/function-owners.js';
import { type LoopOwner, OwnerTable } from '../../../src/model/owner-table.js';

const owners = new OwnerTable();
const asked: string[] = [];
const functions = new FunctionOwners(owners, {
  placeOf(_name, text) {
    asked.push(text);
    return `bot.js:${text.length}`;
  },
  originalOf: () => undefined,
});

function ownerOf(id: number): LoopOwner {
  return owners.owner(owners.settled(id));
}

it('has one owner for a closure that is made anew each time, and asks for its place once', () => {
  const make = (price: number) => () => price;
  const ids = new Set([1, 2, 3].map((price) => functions.ownerOf('timer', make(price))));
  expect(ids.size).toBe(1);
  const [id] = ids as unknown as [number];
  expect(asked).toEqual([]);
  const text = make(1).toString();
  expect([ownerOf(id), ownerOf(id)]).toEqual(
    Array(2).fill({ kind: 'timer', name: '', location: `bot.js:${text.length}` }),
  );
  expect(asked).toEqual([text]);
});

it('tells functions of one length, one text and one name apart by the rest', () => {
  const one = { poll: () => 1 };
  const two = { poll: () => 2 };
  const other = { roll: () => 1 };
  const ids = [one.poll, two.poll, other.roll].map((callback) => functions.ownerOf('timer', callback));
  expect(new Set([...ids, functions.ownerOf('immediate', one.poll)]).size).toBe(4);
  expect(functions.ownerOf('timer', { poll: () => 1 }.poll)).toBe(ids[0]);
  expect(new Set([one.poll, two.poll].map((listener) => functions.ownerOf('http', listener, 'server'))).size).toBe(2);
});

it('goes by kind and name where many functions have one length', () => {
  const made = Array.from(
    { length: 20 },
    (_, number) => vm.runInThisContext(`(function anonymous() { return ${10 + number}; })`) as object,
  );
  const found = made.map((callback) => ownerOf(functions.ownerOf('timer', callback)));
  expect(found.filter(({ location }) => location === undefined)).toHaveLength(12);
  expect(found.map(({ name }) => name)).toEqual(Array(20).fill('anonymous'));
});

it('goes by kind and name once so many functions were met, and compares the begin of long ones', () => {
  const long = (last: number): unknown => vm.runInThisContext(`(() => {${' '.repeat(5_000)} return ${last}; })`);
  expect(functions.ownerOf('timer', long(1))).toBe(functions.ownerOf('timer', long(2)));
  for (let number = 0; number < 600; number++)
    functions.ownerOf('fs', vm.runInThisContext(`(() => {${' '.repeat(number)}})`));
  const late = functions.ownerOf('fs', () => 'a text that nothing else has');
  expect(owners.owner(late)).toEqual({ kind: 'fs', name: '' });
});

it('knows no place where nothing is called', () => {
  expect(ownerOf(functions.ownerOf('timer', null))).toEqual({ kind: 'timer', name: '' });
  expect(ownerOf(functions.ownerOf('socket', undefined, 'server'))).toEqual({ kind: 'socket', name: 'server' });
});
