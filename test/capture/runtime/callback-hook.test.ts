// What the log is told of each callback of the event loop.

import type { ConnectionTable } from '../../../src/model/connection-table.js';
import { CallbackHook } from '../../../src/capture/runtime/callback-hook.js';
import { asTickscopeWork } from '../../../src/capture/runtime/tickscope-work.js';
import type { LoopTurn } from '../../../src/capture/recorder/loop-turn.js';
import { KIND_MASK, NOTE } from '../../../src/model/log/log-layout.js';
import { OwnerTable } from '../../../src/model/owner-table.js';
import type * as Primordials from '../../../src/primordials.js';
import type * as VirtualClock from '../../support/virtual-clock.js';
import { clock, nodeTiming } from '../../support/virtual-clock.js';
import { RecordedLog } from '../recorder/recorded-log.js';

jest.mock('../../../src/capture/recorder/clock.js', () => jest.requireActual('../../support/virtual-clock.js'));

let mockBefore: (asyncId: number) => void;
let mockResource: object;
jest.mock('../../../src/primordials.js', () => ({
  ...jest.requireActual<typeof Primordials>('../../../src/primordials.js'),
  nodeTiming: jest.requireActual<typeof VirtualClock>('../../support/virtual-clock.js').nodeTiming,
  runningResource: () => mockResource,
  hookResources: ({ before }: { before: typeof mockBefore }) => {
    mockBefore = before;
    return { enable: () => undefined };
  },
}));

const immediate = { constructor: { name: 'Immediate' } };
const socket = { constructor: { name: 'TCP' } };

/** @returns of each callback: the loop's iteration, as far as the log has it */
function roundsOf({ recorder: { log } }: RecordedLog): number[] {
  const rounds: number[] = [];
  for (let position = 1; position < log.position; position++)
    if ((log.codeAt(position) & KIND_MASK) === NOTE) rounds.push(log.scopeAt(position));
  return rounds;
}

it("has the loop's iteration at each of Tickscope's callbacks, and at the next one: between two of them it has looked for events", () => {
  const log = new RecordedLog();
  const turn = { callbackStarted: () => undefined } as unknown as LoopTurn;
  const places = { placeOf: () => undefined, originalOf: () => undefined };
  new CallbackHook(log.recorder, turn, new OwnerTable(), undefined as unknown as ConnectionTable, places).start();
  const callback = (resource: object, isTickscope: boolean): void => {
    mockResource = resource;
    clock.nanos += 1e6;
    nodeTiming.uvMetricsInfo.loopCount++;
    if (isTickscope) asTickscopeWork(() => mockBefore(1));
    else mockBefore(1);
  };
  nodeTiming.uvMetricsInfo.loopCount = 10;
  callback(socket, false);
  callback(immediate, true);
  callback(immediate, true);
  callback(socket, false);
  callback(socket, false);
  expect(roundsOf(log)).toEqual([0, 12, 13, 14, 0]);
});
