// The elements of JSON are found wherever it is cut into chunks, and nothing of a damaged place is lost without a word.

import fc from 'fast-check';
import { JsonElements } from '../../src/ingest/json/json-elements.js';

interface Found {
  readonly elements: readonly (readonly [key: string, value: unknown])[];
  readonly damaged: readonly string[];
}

function find(text: string | Uint8Array, chunkBytes = 1_000): Found {
  const elements: (readonly [string, unknown])[] = [];
  const damaged: string[] = [];
  const scanner = new JsonElements({
    element: ({ key, text: found }) => elements.push([key, JSON.parse(found)]),
    damaged: (atByte, why) => damaged.push(`${atByte}: ${why}`),
  });
  const bytes = Buffer.from(text);
  const shared = Buffer.alloc(chunkBytes);
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    // One memory for all chunks, as files are read.
    const length = bytes.copy(shared, 0, at, at + chunkBytes);
    scanner.take(shared.subarray(0, length));
  }
  scanner.end();
  return { elements, damaged };
}

it.each([
  [
    'a document',
    '{"data":[{"a":1},{"b":[{"c":2}]}],"total":0,"errors":null}',
    [
      ['data', { a: 1 }],
      ['data', { b: [{ c: 2 }] }],
    ],
  ],
  ['a list in an object in an object', '{"result":{"resourceSpans":[{"a":1}]}}', [['resourceSpans', { a: 1 }]]],
  [
    'a list',
    '[{"a":1},\n{"b":2}]',
    [
      ['', { a: 1 }],
      ['', { b: 2 }],
    ],
  ],
  [
    'lines',
    '{"x":[{"a":1}]}\n{"x":[{"a":2}]}\n',
    [
      ['x', { a: 1 }],
      ['x', { a: 2 }],
    ],
  ],
  [
    'documents one after the other',
    '{"x":[{"a":1}]} {"y":[{"a":2}]}',
    [
      ['x', { a: 1 }],
      ['y', { a: 2 }],
    ],
  ],
  ['a document of many lines', '{\n  "x": [\n    {\n      "a": "}]{["\n    }\n  ]\n}', [['x', { a: '}]{[' }]]],
  ['quotes and signs beyond ASCII', '{"x":[{"a":"\\"ü\\\\"}]}', [['x', { a: '"ü\\' }]]],
  ['nothing', '', []],
  ['lists without objects', '{"x":[1,"a",[{"a":1}],null]}', []],
])('finds the elements of %s, however it comes', (_what, text, expected) => {
  for (const chunkBytes of [1, 2, 3, 7, 1_000]) {
    expect(find(text, chunkBytes)).toEqual({ elements: expected, damaged: [] });
  }
});

it.each([
  [
    'a line that ends in the middle',
    '{"x":[{"a":1}]}\n{"x":[{"a":1},{"b":\n{"x":[{"a":2}]}\n',
    3,
    ['35: cut off in what began at byte 16'],
  ],
  ['a line that ends in a text', '{"x":[{"a":"on\n{"x":[{"a":2}]}\n', 1, ['14: cut off in what began at byte 0']],
  ['the end in the middle', '{"x":[{"a":1},{"a":', 1, ['19: cut off in what began at byte 0']],
  ['a bracket that closes another one', '{"x":[{"a":1]}', 0, ['12: not JSON: a bracket closes another one']],
])('says where it is damaged: %s', (_what, text, whole, damaged) => {
  for (const chunkBytes of [1, 5, 1_000]) {
    const found = find(text, chunkBytes);
    expect({ whole: found.elements.length, damaged: found.damaged }).toEqual({ whole, damaged });
  }
});

it('finds what was written, whatever it is', () => {
  const element = fc.dictionary(fc.string(), fc.jsonValue());
  const documents = fc.array(fc.record({ key: fc.constantFrom('data', 'x'), list: fc.array(element) }));
  fc.assert(
    fc.property(documents, fc.boolean(), fc.integer({ min: 1, max: 64 }), (made, pretty, chunkBytes) => {
      const text = made
        .map(({ key, list }) => JSON.stringify({ [key]: list }, undefined, pretty ? 2 : undefined))
        .join('\n');
      const expected = made.flatMap(({ key, list }) => list.map((value) => [key, JSON.parse(JSON.stringify(value))]));
      expect(find(text, chunkBytes)).toEqual({ elements: expected, damaged: [] });
    }),
  );
});
