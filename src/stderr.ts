// Tickscope's lines on stderr, written so that they never harm the program.
//
// Not by `process.stderr.write`: on a pipe that nobody reads any more it emits `error`, which ends a program without a
// listener for it, and on a full one it keeps every line in memory and the process alive. A write to the descriptor throws
// instead, and the line is left out.

import { fstatSync } from 'node:fs';
import process from 'node:process';
import { debuglog } from 'node:util';
import { writeChunkSync } from './primordials.js';
import { redacted } from './redact.js';
import { isMainThread } from './this-thread.js';

const STDERR = 2;
/** One message is written this often: a handler whose every call fails has one cause. */
const REPEATS = 8;
const MESSAGES = 4_096;

const identity = identityOf();
let stream: NodeJS.WriteStream | undefined;
let isBroken = false;
let skipped = 0;

/** Writes one line, or leaves it out: where stderr is closed, full, or still has lines of the program to write. No secret leaves by it. */
function writeToStderr(text: string): void {
  if (isBroken) return;
  try {
    const line = redacted(text, process.env);
    // Node.js makes a pipe non-blocking when this getter is first read; without that, a full one would hold the program.
    stream ??= process.stderr;
    // In a worker thread the stream is a channel to the main thread, and what it writes may not be the descriptor.
    if (!isMainThread) return void stream.write(`${line}\n`);
    if (stream.writableLength > 0) return void skipped++;
    // A program may close the descriptor, and get the same number for the next file that it opens.
    if (identityOf() !== identity) return void (isBroken = true);
    const bytes = Buffer.from(`${skippedLines()}${line}\n`);
    // What does not fit is lost, but its line is ended by the next one.
    skipped = writeChunkSync(STDERR, bytes) < bytes.length ? 1 : 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') skipped++;
    else isBroken = true;
  }
}

/** Writes one line with Tickscope's name, whatever is quoted in it: errors of TLS end with a line break. */
export function say(message: string): void {
  writeToStderr(`tickscope: ${message.replaceAll(/\s*\n\s*/g, ' ')}`);
}

/** Whether `NODE_DEBUG=tickscope` is set: read once. */
const isDebugging = debuglog('tickscope').enabled;
const timesWritten = new Map<string, number>();

/**
 * For `NODE_DEBUG=tickscope`: what was patched, what was refused, and every error that is not thrown. Costs one comparison
 * where that is not set.
 *
 * @param error written with its stack
 */
export function debug(message: string, ...error: readonly [error?: unknown]): void {
  if (!isDebugging) return;
  try {
    const times = timesWritten.get(message) ?? 0;
    if (times >= REPEATS || (times === 0 && timesWritten.size >= MESSAGES)) return;
    timesWritten.set(message, times + 1);
    const last = times === REPEATS - 1 ? ' (the last time that this is written)' : '';
    writeToStderr(`TICKSCOPE ${process.pid}: ${message}${last}${error.length === 0 ? '' : `\n${textOf(error[0])}`}`);
  } catch {
    // The error of a program's making may throw wherever it is touched.
  }
}

/** Whether a stack is being read here: it keeps Tickscope's frames, which stacks of the program leave out. */
let isReadingStack = false;

export function isStackForDebugging(): boolean {
  return isReadingStack;
}

function textOf(error: unknown): string {
  isReadingStack = true;
  try {
    // V8 formats a stack when it is first read.
    const stack = error instanceof Error ? error.stack : undefined;
    return typeof stack === 'string' ? stack : String(error);
  } finally {
    isReadingStack = false;
  }
}

function skippedLines(): string {
  return skipped === 0 ? '' : `\ntickscope: ${skipped} lines did not fit\n`;
}

/** Which file, pipe or terminal the descriptor stands for; `undefined` where it is closed. */
function identityOf(): string | undefined {
  try {
    const { dev, ino } = fstatSync(STDERR);
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}
