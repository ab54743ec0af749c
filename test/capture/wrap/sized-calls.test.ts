import { SizedCalls } from '../../../src/capture/wrap/sized-calls.js';

/** @returns which of the calls were looked at */
function lookedAt(sized: SizedCalls, calls: number, argsOf: (call: number) => readonly unknown[]): number[] {
  const looks: number[] = [];
  for (let call = 0; call < calls; call++) {
    if (--sized.left > 0) continue;
    looks.push(call);
    const size = sized.look(undefined, argsOf(call));
    if (size > 0) sized.took(sized.sized, size, 1_000);
  }
  return looks;
}

const list = [[1, 2, 3]];

it('looks at some hundred calls between two times that they are taken, however many there are', () => {
  const sized = new SizedCalls();
  for (const calls of [100, 1_000, 10_000, 1_000_000, 1_000_000, 10_000_000]) {
    expect(lookedAt(sized, calls, () => list).length).toBeLessThan(2_000);
    sized.take();
  }
  // As many as it then knows that there are.
  const looks = lookedAt(sized, 10_000_000, () => list).length;
  expect(looks).toBeGreaterThan(200);
  expect(looks).toBeLessThan(350);
});

it('looks at every call where there are few', () => {
  const sized = new SizedCalls();
  lookedAt(sized, 100, () => list);
  sized.take();
  lookedAt(sized, 100, () => list);
  sized.take();
  expect(lookedAt(sized, 100, () => list).length).toBeGreaterThan(95);
});

it.each([2, 7, 16, 64, 256])('meets all of what comes again every %i calls alike', (every) => {
  const sized = new SizedCalls();
  const met = new Array<number>(every).fill(0);
  for (let round = 0; round < 400; round++) {
    for (const call of lookedAt(sized, 10_000, () => list)) met[(round * 10_000 + call) % every]!++;
    sized.take();
  }
  const looks = met.reduce((sum, count) => sum + count, 0);
  // Pearson's chi-square; its spread is the root of twice the degrees of freedom.
  const square = met.reduce((sum, count) => sum + (count - looks / every) ** 2 / (looks / every), 0);
  expect(square).toBeLessThan(every - 1 + 4 * Math.sqrt(2 * every));
});

it('hardly looks where no call is given anything with a size, and looks again where that comes', () => {
  const sized = new SizedCalls();
  lookedAt(sized, 100_000, () => [17]);
  expect(sized.take()).toBeUndefined();
  expect(lookedAt(sized, 100_000, () => [17]).length).toBeLessThan(150);
  sized.take();
  lookedAt(sized, 100_000, () => list);
  sized.take();
  expect(lookedAt(sized, 100_000, () => list).length).toBeGreaterThan(200);
});

it('looks at an object with very many properties once', () => {
  const sized = new SizedCalls();
  const dictionary = Object.fromEntries(Array.from({ length: 500 }, (_, place) => [`key ${place}`, place]));
  expect(lookedAt(sized, 200_000, () => [dictionary])).toEqual([0]);
  expect(lookedAt(new SizedCalls(), 200_000, () => list).length).toBeGreaterThan(1);
});

it('knows whether the size is that of an argument or of the object, and gives sums once', () => {
  const sized = new SizedCalls();
  expect(sized.look({ prices: [1, 2] }, [5, [1, 2, 3]])).toBe(3);
  sized.took(sized.sized, 3, 100);
  expect(sized.look({ prices: [1, 2] }, [5])).toBe(2);
  sized.took(sized.sized, 2, 100);
  expect(sized.take()).toMatchObject({ input: { sizes: { values: [3] } }, object: { sizes: { values: [2] } } });
  expect(sized.take()).toBeUndefined();
});
