import { Progress, withProgress } from '../../src/cli/progress.js';

interface Drawn {
  readonly progress: Progress;
  readonly written: string[];
  /** What has passed so far. */
  millis: number;
}

function drawn(terminal: { readonly isTTY: boolean; readonly columns?: number } = { isTTY: true }): Drawn {
  const written: string[] = [];
  const write = (text: string): boolean => {
    written.push(text);
    return true;
  };
  const shown: { millis: number } = { millis: 0 };
  const progress = new Progress({ columns: 80, ...terminal, write }, () => shown.millis);
  return Object.assign(shown, { progress, written });
}

const LINE = (text: string): string => `\r\u001b[Ktickscope: ${text}`;

it('says nothing of what is done within a second', () => {
  const { progress, written } = drawn();
  progress.step(() => 'reading');
  progress.end();
  expect(written).toEqual([]);
});

it('draws one line anew five times a second, and takes it away', () => {
  const shown = drawn();
  for (; shown.millis <= 1_500; shown.millis += 100) shown.progress.step(() => `${shown.millis} ms`);
  shown.progress.end();
  expect(shown.written).toEqual([LINE('1000 ms'), LINE('1200 ms'), LINE('1400 ms'), '\r\u001b[K']);
  shown.progress.end();
  expect(shown.written).toHaveLength(4);
});

it('is no line where stderr is no terminal', () => {
  const shown = drawn({ isTTY: false });
  shown.millis = 60_000;
  shown.progress.step(() => 'reading');
  shown.progress.end();
  expect(shown.written).toEqual([]);
});

it('fits into the terminal, whatever its text is', () => {
  const shown = drawn({ isTTY: true, columns: 30 });
  shown.millis = 2_000;
  shown.progress.step(() => `a\u001b[2Jb${'x'.repeat(100)}`);
  const [line = ''] = shown.written;
  expect(line.slice('\r\u001b[K'.length)).toHaveLength(29);
  expect(line.slice(1).slice(1)).not.toContain('\u001b');
});

it('ends where the work throws', () => {
  expect(() =>
    withProgress(() => {
      throw new Error('no record');
    }),
  ).toThrow('no record');
});
