// Names that no other process has. Not by node:crypto, which took 10 ms of the start; the kernel has the same bytes in a file.

import { closeSync, readSync } from 'node:fs';
import { openFile } from '../primordials.js';
import { nodeModule } from '../this-thread.js';

const SOURCE = '/dev/urandom';

/** @returns two digits for each byte */
export function randomHex(count: number): string {
  return bytesOfKernel(count) ?? nodeModule('node:crypto').randomBytes(count).toString('hex');
}

/** @returns `undefined` where there is no such file, or it may not be read */
function bytesOfKernel(count: number): string | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openFile(SOURCE, 'r');
    const bytes = Buffer.alloc(count);
    return readSync(descriptor, bytes, 0, count, null) === count ? bytes.toString('hex') : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
