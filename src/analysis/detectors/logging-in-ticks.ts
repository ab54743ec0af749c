// Finds ticks that write a log: to a pipe or a terminal, Node.js writes while everything waits.

import type { Detector } from './detector.js';
import { calledInOperations } from './in-profile.js';

const LOGGERS: ReadonlySet<string> = new Set([
  'node:console',
  'bunyan',
  'consola',
  'debug',
  'log4js',
  'loglevel',
  'pino',
  'pino-pretty',
  'signale',
  'sonic-boom',
  'tslog',
  'winston',
]);

export const loggingInTicks: Detector = {
  id: 'logging-in-ticks',
  title: 'Ticks write a log',
  titleOfNone: 'No log is seen to take much of the time of what is measured',
  needsAllTicks: true,

  detect({ segment: { profiles } }) {
    return calledInOperations(
      profiles,
      (within) => LOGGERS.has(within),
      'Log orders and errors, and not each event: a counter says the same of those. To a pipe console.log waits until its reader has taken it: write to a file through a stream or a worker (pino.transport), and make the text only where the level is on.',
    );
  },
};
