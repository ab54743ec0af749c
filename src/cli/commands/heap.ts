// `tickscope heap`: what a heap snapshot holds, and what grew between two.

import type { Command } from 'commander';
import { collectionsOf } from '../../ingest/heap/collections.js';
import { growthBetween } from '../../ingest/heap/growth.js';
import { readSnapshot } from '../../ingest/heap/snapshot-reader.js';
import { heapText } from '../heap/heap-text.js';

const EXAMPLES = `
Snapshots come from Node.js itself, which stops the program while it writes one:
  node --require tickscope/register --heapsnapshot-signal=SIGUSR2 bot.js
  kill -USR2 PID          now, and again when the memory has grown
Keys are printed where they look like symbols, such as BTC-USD. Nothing else of what the snapshots hold is.

Examples:
  tickscope heap Heap.20261130.101500.4711.0.001.heapsnapshot Heap.20261130.111500.4711.0.002.heapsnapshot
  tickscope heap before.heapsnapshot`;

export function defineHeap(program: Command): void {
  program
    .command('heap')
    .description('the collections of a heap snapshot, or those that grew between two, by symbol')
    .argument('<before>', 'a .heapsnapshot file')
    .argument('[after]', 'a later one of the same process: only what grew is shown')
    .addHelpText('after', EXAMPLES)
    .action(heap);
}

function heap(before: string, after: string | undefined): void {
  const first = collectionsOf(readSnapshot(before));
  const rows =
    after === undefined ? growthBetween(undefined, first) : growthBetween(first, collectionsOf(readSnapshot(after)));
  process.stdout.write(heapText(rows, after !== undefined));
}
