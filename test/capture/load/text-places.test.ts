import { definitionsOf, occurrencesOf } from '../../../src/capture/load/text-places.js';

/** Lines, from 1, of what was found. */
function linesOf(source: string, offsets: readonly number[]): number[] {
  return offsets.map((offset) => source.slice(0, offset).split('\n').length);
}

describe('a function of a text', () => {
  it.each<[text: string, source: string, lines: readonly number[]]>([
    ['() => poll()', 'a(() => poll());\nb(() => poll().then(c));\nc(() => poll() + 1);\nd(async () => poll());', [1]],
    ['() => poll()', 'const a = () => poll()\nb(() => poll() // as ever\n);', [1, 2]],
    ['() => poll()', 'a(() => poll()\n  .then(b));\nc(() => poll()\n(1));', []],
    ['x => { y(x); }', 'a(x => { y(x); });\nb(max => { y(x); });\nc(x => { y(x); }.d);', [1, 3]],
    [
      'poll() { go(); }',
      'class A { poll() { go(); } }\nfunction poll() { go(); }\nclass B { async poll() { go(); } }',
      [1],
    ],
    ['poll() { go(); }', 'class A { static poll() { go(); } }\nclass B { #poll() { go(); } }', [1]],
    ['function () { go(); }', '// a function\nfunction () { go(); }\nasync function () { go(); }', [2]],
    ['() => {}', '', []],
  ])('%s', (text, source, lines) => {
    expect(linesOf(source, occurrencesOf(text, '', source))).toEqual(lines);
  });

  it('is told from an equal one by the name that it has from its place', () => {
    const source = 'const left = () => {};\nconst right = () => {};\nthis.$last = () => {};\nbleft = () => {};\n';
    const find = (name: string): number[] => linesOf(source, occurrencesOf('() => {}', name, source));
    expect([find('left'), find('right'), find('$last')]).toEqual([[1], [2], [3]]);
    expect(find('elsewhere')).toEqual([1, 2, 3, 4]);
  });
});

describe('a definition by name', () => {
  it.each([
    'function poll() {}',
    'async function poll(feed = 1) {}',
    'function* poll() {}',
    'class A { poll(feed) { } }',
    'class A { static async poll() { } }',
    'class A { poll = () => {}; }',
    'const a = { poll: function () {} };',
    'const poll = async (feed) => {};',
    'const poll = feed => {};',
    'this.poll = () => {};',
  ])('%s', (source) => {
    expect(definitionsOf('poll', source)).toHaveLength(1);
  });

  it.each([
    'poll();',
    'await poll(feed);',
    'if (poll(feed)) { }',
    'new poll(feed) {',
    'const polled = () => {};',
    'const a = poll;',
    '// poll() { }',
    ' * poll() { }',
    'spoll() { }',
  ])('is not %s', (source) => {
    expect(definitionsOf('poll', source)).toEqual([]);
  });
});
