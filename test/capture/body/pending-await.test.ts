import { PendingAwait } from '../../../src/capture/body/pending-await.js';
import { LoopTurn } from '../../../src/capture/recorder/loop-turn.js';
import { NO_AWAIT } from '../../../src/model/tree/await-marks.js';

const SCOPE = 12;

function watched(): {
  readonly turn: LoopTurn;
  readonly written: (readonly [nameId: number, atMillis: number])[];
  readonly recorder: Parameters<PendingAwait['comesTo']>[2];
} {
  const turn = new LoopTurn();
  const written: (readonly [number, number])[] = [];
  const recorder = {
    turn,
    awaits(nameId: number, scope: number, atMillis: number): void {
      expect(scope).toBe(SCOPE);
      written.push([nameId, atMillis]);
    },
  };
  return { turn, written, recorder };
}

it('writes an await when the loop has gone on, with the time of the callback in which it began', () => {
  const { turn, written, recorder } = watched();
  const pending = new PendingAwait();
  pending.comesTo(1, SCOPE, recorder);
  turn.callbackStarted(1, false, 5);
  pending.comesTo(2, SCOPE, recorder);
  pending.comesTo(3, SCOPE, recorder);
  expect(written).toEqual([[1, 0]]);
  turn.callbackStarted(2, false, 8);
  turn.callbackStarted(3, false, 9);
  pending.leave(false, SCOPE, recorder);
  expect(written).toEqual([
    [1, 0],
    [3, 5],
  ]);
});

it('writes nothing of awaits that are over in the callback in which they began, nor where nobody tells of callbacks', () => {
  const { written, recorder } = watched();
  for (const one of [recorder, { ...recorder, turn: undefined }]) {
    const pending = new PendingAwait();
    pending.comesTo(1, SCOPE, one);
    pending.comesTo(2, SCOPE, one);
    pending.leave(false, SCOPE, one);
    pending.leave(true, SCOPE, one);
  }
  expect(written).toEqual([]);
});

it('says when a call goes on to wait for what it returned', () => {
  const { turn, written, recorder } = watched();
  const pending = new PendingAwait();
  pending.comesTo(1, SCOPE, recorder);
  turn.callbackStarted(1, false, 5);
  pending.leave(true, SCOPE, recorder);
  expect(written).toEqual([
    [1, 0],
    [NO_AWAIT, 5],
  ]);
  pending.comesTo(2, SCOPE, recorder);
  expect(written).toHaveLength(2);
});
