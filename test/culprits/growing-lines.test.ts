// Programs that keep more and more at one line, which stands in their first, and programs that only look like it for a while: the hours of a
// leak in some seconds, because the program collects its own garbage now and then, as V8 would in hours.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fixture, runRecorded } from '../support/programs.js';

jest.setTimeout(300_000);

/** At once: they wait most of the time. */
const TOGETHER = 3;
/** Of twenty. */
const LEAST_NAMED = 18;

interface Judged {
  readonly program: string;
  readonly isRight: boolean;
  readonly said: readonly string[];
}

/** @returns `file:line`, and what it is kept in; `undefined` where nothing grows */
function truthOf(file: string): { readonly location: string; readonly collection: string } | undefined {
  const [, at = '', collection = ''] =
    /^\/\/ Grows: ([\w./:-]+)(?:, (.+?)(?:, by symbol)?)?$/m.exec(readFileSync(file, 'utf8')) ?? [];
  if (at === 'nothing') return undefined;
  const location = at.includes(':') ? at : `${path.relative(process.cwd(), file)}:${at}`;
  return { location, collection };
}

async function judge(folder: string, program: string): Promise<Judged> {
  const file = path.join(folder, program);
  const { code, report } = await runRecorded([file], {
    nodeArguments: ['--expose-gc'],
    environment: { TICKSCOPE_MEMORY: 'true' },
  });
  expect(code).toBe(0);
  const findings = report.findings.filter(({ id }) => id === 'growing-memory');
  const said = findings.map(({ location = 'nowhere', evidence }) => `${location} ${evidence['kept in']}`);
  const truth = truthOf(file);
  const [first] = said;
  return {
    program,
    isRight: truth === undefined ? first === undefined : first === `${truth.location} ${truth.collection}`,
    said,
  };
}

async function judgeAll(folder: string): Promise<Judged[]> {
  const programs = readdirSync(folder);
  const judged: Judged[] = [];
  const next = async (): Promise<void> => {
    for (let program = programs.shift(); program !== undefined; program = programs.shift())
      judged.push(await judge(folder, program));
  };
  await Promise.all(Array.from({ length: TOGETHER }, next));
  return judged;
}

it('names the line that keeps more and more, and what it is kept in', async () => {
  const judged = await judgeAll(fixture('leaks/leaks'));
  expect(judged).toHaveLength(20);
  const wrong = judged.filter(({ isRight }) => !isRight);
  console.log(`the line of ${judged.length - wrong.length} of ${judged.length}`, wrong);
  expect(judged.length - wrong.length).toBeGreaterThanOrEqual(LEAST_NAMED);
});

it('accuses none that only look like it', async () => {
  const judged = await judgeAll(fixture('leaks/look-alikes'));
  expect(judged.length).toBeGreaterThanOrEqual(10);
  expect(judged.filter(({ isRight }) => !isRight)).toEqual([]);
});
