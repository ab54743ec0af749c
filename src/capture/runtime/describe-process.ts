// Which process measured something.

import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { isMainThread, threadId } from 'node:worker_threads';
import { startedProgram } from '../../config/started-program.js';
import type { ProcessInfo } from '../../model/record/record-segment.js';
import { THREAD_STARTED_NANOS, unixMillis } from '../recorder/clock.js';

export function describeProcess(): ProcessInfo {
  const script = startedProgram().file;
  return {
    id: `${process.pid}-${randomBytes(4).toString('hex')}`,
    pid: process.pid,
    ...(!isMainThread && { threadId }),
    name: script === undefined ? (isMainThread ? 'node' : 'worker') : path.basename(script),
    nodeVersion: process.versions.node,
    startedAtUnixMillis: unixMillis(THREAD_STARTED_NANOS),
  };
}
