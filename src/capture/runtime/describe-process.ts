// Which process measured something.

import path from 'node:path';
import { randomHex } from '../../config/random-hex.js';
import { startedProgram } from '../../config/started-program.js';
import type { ProcessInfo } from '../../model/record/record-segment.js';
import { isMainThread, threadId } from '../../this-thread.js';
import { THREAD_STARTED_NANOS, unixMillis } from '../recorder/clock.js';

export function describeProcess(): ProcessInfo {
  const script = startedProgram().file;
  return {
    id: `${process.pid}-${randomHex(4)}`,
    pid: process.pid,
    ...(!isMainThread && { threadId }),
    name: script === undefined ? (isMainThread ? 'node' : 'worker') : path.basename(script),
    nodeVersion: process.versions.node,
    startedAtUnixMillis: unixMillis(THREAD_STARTED_NANOS),
  };
}
