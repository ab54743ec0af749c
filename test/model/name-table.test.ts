import { EXACT_NAMES, NAMED_BEYOND_EXACT } from '../../src/model/limits.js';
import { NameTable } from '../../src/model/name-table.js';
import { OPERATION_KINDS, OTHER } from '../../src/model/operation.js';

describe('the name table', () => {
  it('gives a name one id for good, and the same name of another kind another', () => {
    const names = new NameTable();
    const ema = names.intern('indicator', 'ema', { location: 'bot.js:7' });
    expect(names.intern('indicator', 'ema')).toBe(ema);
    expect(names.intern('internal', 'ema')).not.toBe(ema);
    expect(names.entry(ema)).toEqual({ id: ema, kind: 'indicator', name: 'ema', location: 'bot.js:7' });
  });

  it('tells functions of one name apart by their files, and in one file by their lines', () => {
    const names = new NameTable();
    const nameAt = (location?: string): string =>
      names.entry(names.internFunction('tick', 'onTick', { location })).name;
    expect(nameAt('strategies/ema.js:2')).toBe('onTick');
    expect(nameAt('strategies/rsi.js:3')).toBe('onTick (strategies/rsi.js)');
    expect(nameAt('strategies/rsi.js:9')).toBe('onTick (strategies/rsi.js:9)');
    expect(nameAt('strategies/ema.js:7')).toBe('onTick (strategies/ema.js:7)');
    // Each keeps its name, and what has no place has that of the first.
    expect(nameAt('strategies/rsi.js:3')).toBe('onTick (strategies/rsi.js)');
    expect(nameAt('strategies/ema.js:2')).toBe('onTick');
    expect(nameAt()).toBe('onTick');
    expect(names.size).toBe(4);
  });

  it('takes the methods of one name in one file for those of one class, which may replace themselves', () => {
    const names = new NameTable();
    const nameAt = (location: string): string =>
      names.entry(names.internFunction('tick', 'Strategy.onTick', { location })).name;
    expect([nameAt('ema.js:2'), nameAt('ema.js:9')]).toEqual(['Strategy.onTick', 'Strategy.onTick']);
    expect([nameAt('rsi.js:2'), nameAt('rsi.js:9')]).toEqual(Array(2).fill('Strategy.onTick (rsi.js)'));
  });

  it('gives the first 192 names exact rows, the next 4,096 ids of their own, and the rest the row of their kind', () => {
    const names = new NameTable();
    const ids = Array.from({ length: EXACT_NAMES + NAMED_BEYOND_EXACT }, (_, at) =>
      names.intern('query', `SELECT ${at}`),
    );
    expect(ids.filter((id) => id < EXACT_NAMES)).toHaveLength(EXACT_NAMES);
    expect(new Set(ids).size).toBe(EXACT_NAMES + NAMED_BEYOND_EXACT);
    expect(names.takeCallsBeyond()).toBe(0);
    const other = names.intern('query', 'one more');
    expect(other).toBe(names.otherId('query'));
    expect(names.entry(other)).toMatchObject({ kind: 'query', name: OTHER });
    expect(names.intern('wait', 'one more')).toBe(names.otherId('wait'));
    expect([names.takeCallsBeyond(), names.takeCallsBeyond()]).toEqual([2, 0]);
    expect(names.intern('query', 'SELECT 7')).toBe(ids[7]);
  });

  it('keeps the rows of the kinds apart from all names', () => {
    const names = new NameTable();
    const others = OPERATION_KINDS.map((kind) => names.otherId(kind));
    const ids = Array.from({ length: 400 }, (_, at) => names.intern('query', `SELECT ${at}`));
    expect(new Set([...others, ...ids]).size).toBe(400 + OPERATION_KINDS.length);
    expect(Math.min(...others)).toBe(EXACT_NAMES);
  });
});
