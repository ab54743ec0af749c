import { writeReport } from '../../src/cli/output.js';
import { rich } from '../report/sample-reports.js';

/** What a stream is given; `columns` and `isTTY` as a terminal has them. */
function written(stream: { readonly isTTY: boolean; readonly columns?: number }): string {
  let text = '';
  const write = (chunk: string): boolean => {
    text += chunk;
    return true;
  };
  writeReport(rich, { format: 'terminal' }, { ...stream, write } as unknown as NodeJS.WriteStream);
  return text;
}

const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

describe('on a terminal', () => {
  const before = { ...process.env };
  beforeEach(() => {
    for (const name of ['NO_COLOR', 'TERM']) Reflect.deleteProperty(process.env, name);
  });
  afterAll(() => Object.assign(process.env, before));

  it('has colours', () => {
    expect(written({ isTTY: true, columns: 80 })).toContain('\u001b[');
  });

  it.each([
    ['NO_COLOR', '1'],
    ['TERM', 'dumb'],
  ])('has none with %s=%s', (name, value) => {
    process.env[name] = value;
    expect(written({ isTTY: true, columns: 80 })).not.toContain('\u001b[');
  });

  it('is as wide as the terminal, up to 120', () => {
    process.env['NO_COLOR'] = '1';
    expect(widest(written({ isTTY: true, columns: 66 }))).toBe(66);
    expect(widest(written({ isTTY: true, columns: 200 }))).toBe(120);
  });
});

it('gives a terminal no page', () => {
  const terminal = { isTTY: true, columns: 80, write: () => true } as unknown as NodeJS.WriteStream;
  expect(() => writeReport(rich, { format: 'html' }, terminal)).toThrow(
    '--format html makes a page, and a terminal shows none. Add --output report.html.',
  );
});

it('is 80 wide and without colours in a pipe', () => {
  const text = written({ isTTY: false });
  expect(text).not.toContain('\u001b[');
  expect(widest(text)).toBe(80);
});
