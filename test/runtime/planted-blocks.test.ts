import type { StallRow } from '../../src/model/record/runtime-rows.js';
import { fixture, type Recorded, runBare, runRecorded } from '../support/programs.js';

/** What the program says of one block, by its own clock. */
interface Block {
  readonly middleUnixMillis: number;
  readonly millis: number;
}

const BLOCKS: Readonly<Record<string, string>> = {
  main: 'main',
  timer: 'timer plantedTimer',
  'timer then await': 'timer plantedTimerThenAwait',
  nextTick: 'nextTick plantedTick',
  immediate: 'immediate plantedImmediate',
  fs: 'fs plantedFile',
  'fs.promises': 'fs',
  TCP: 'socket client localhost',
  HTTP: 'http client localhost',
  fetch: 'http client localhost',
  WebSocket: 'websocket client localhost',
  microtasks: 'immediate beginsMicrotasks',
};

/** A dozen blocks, the start of a program, and a noisy machine. */
jest.setTimeout(60_000);

function label({ kind, name }: { readonly kind: string; readonly name: string }): string {
  return `${kind} ${name}`.trimEnd();
}

function stallsAt(stalls: readonly StallRow[], unixMillis: number): StallRow[] {
  return stalls.filter(
    ({ startedAtUnixMillis, durationNanos }) =>
      startedAtUnixMillis <= unixMillis && unixMillis <= startedAtUnixMillis + durationNanos / 1e6,
  );
}

/** Who held the loop in the middle of each block, and whether for as long as the program says. */
function foundIn({ segments, stdout }: Recorded): Record<string, string> {
  const stalls = segments.flatMap((segment) => segment.stalls);
  const blocks = JSON.parse(stdout) as Record<string, Block>;
  return Object.fromEntries(
    Object.entries(blocks).map(([planted, { middleUnixMillis, millis }]) => {
      const found = stallsAt(stalls, middleUnixMillis).filter(({ durationNanos }) => durationNanos >= millis * 1e6);
      return [planted, found.map((stall) => label(stall)).join(', ')];
    }),
  );
}

it('names the owners of twelve planted blocks, and none of their neighbours', async () => {
  const recorded = await runRecorded([fixture('runtime/planted.js')]);
  expect(recorded).toMatchObject({ code: 0, stderr: '' });
  expect(foundIn(recorded)).toEqual(BLOCKS);
  const neighbours = recorded.segments
    .flatMap(({ owners }) => owners)
    .filter(({ name }) => name.startsWith('neighbour'));
  expect(new Set(neighbours.map((owner) => label(owner)))).toEqual(
    new Set(['timer neighbourTimer', 'immediate neighbourImmediate', 'nextTick neighbourTick', 'fs neighbourFile']),
  );
});

it('names them in a worker', async () => {
  const recorded = await runRecorded([fixture('runtime/planted-in-worker.js')]);
  expect(recorded).toMatchObject({ code: 0, stderr: '' });
  expect(foundIn(recorded)).toEqual(BLOCKS);
});

it('can tell turns only where that is asked for, and names nobody', async () => {
  const recorded = await runRecorded([fixture('runtime/planted.js')], {
    environment: { TICKSCOPE_EVENT_LOOP: 'turns' },
  });
  const anyTurn = Object.fromEntries(Object.keys(BLOCKS).map((planted) => [planted, 'turn']));
  expect(foundIn(recorded)).toEqual({ ...anyTurn, main: 'main' });
});

it('watches nothing where that is asked for', async () => {
  const recorded = await runRecorded([fixture('runtime/planted.js')], { environment: { TICKSCOPE_EVENT_LOOP: 'off' } });
  expect(recorded.segments.flatMap(({ owners, stalls }) => [...owners, ...stalls])).toEqual([]);
});

it.each(['callbacks', 'turns', 'off'])('changes nothing about what the program does: %s', async (mode) => {
  const bare = await runBare([fixture('runtime/lives.js')]);
  expect(bare).toMatchObject({ code: 0, stderr: '' });
  const recorded = await runRecorded([fixture('runtime/lives.js')], { environment: { TICKSCOPE_EVENT_LOOP: mode } });
  expect(recorded).toMatchObject(bare);
});
