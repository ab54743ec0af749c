// A tree as lines: name, kind, duration, and where in the tick it lies.

import { formatCount, formatDuration } from '../model/format-units.js';
import type { SlowTick } from '../model/report/report.js';
import type { Nanoseconds } from '../model/units.js';
import { stretch } from './bar.js';
import type { Page } from './page.js';
import { INDENT } from './table.js';
import { filler, fit } from './text.js';
import { COLLAPSE_OVER, mergeSiblings, type TreeNode, treeOf } from './tree.js';

const KIND_WIDTH = 9;
const DURATION_WIDTH = 8;
/** Deeper levels would leave no room for names. */
const DEEPEST = 8;

interface Drawing {
  readonly page: Page;
  readonly tickNanos: number;
  readonly collapse: boolean;
  readonly mostLines: number;
  readonly lines: string[];
  leftOut: number;
}

/** @returns at most `mostLines` lines, and one that counts what they leave out */
export function treeLines(tick: SlowTick, mostLines: number, page: Page): string[] {
  const root = treeOf(tick);
  if (root === undefined) return [];
  const collapse = tick.spans.length > COLLAPSE_OVER;
  const tickNanos = Math.max(1, tick.durationNanos);
  const drawing: Drawing = { page, tickNanos, collapse, mostLines, lines: [], leftOut: 0 };
  draw(root, { own: '', below: '', depth: 0 }, drawing);
  const rest = drawing.leftOut === 1 ? 'and 1 more' : `and ${formatCount(drawing.leftOut)} more`;
  return drawing.leftOut === 0 ? drawing.lines : [...drawing.lines, INDENT + page.paint('dim', rest)];
}

interface Place {
  /** What stands before this node's name, and before those of its children. */
  readonly own: string;
  readonly below: string;
  readonly depth: number;
}

function draw(node: TreeNode, place: Place, drawing: Drawing): void {
  if (place.depth > DEEPEST || drawing.lines.length >= drawing.mostLines) {
    drawing.leftOut += sizeOf(node);
    return;
  }
  drawing.lines.push(lineOf(node, place.own, drawing));
  const children = drawing.collapse ? mergeSiblings(node.children) : node.children;
  for (const [position, child] of children.entries()) {
    const last = position === children.length - 1;
    const own = place.below + (last ? '└ ' : '├ ');
    draw(child, { own, below: place.below + (last ? '  ' : '│ '), depth: place.depth + 1 }, drawing);
  }
}

function lineOf(node: TreeNode, prefix: string, { page, tickNanos }: Drawing): string {
  const pictureWidth = Math.min(20, page.columns - 52);
  const nameWidth = page.columns - INDENT.length - prefix.length - KIND_WIDTH - DURATION_WIDTH - pictureWidth - 6;
  const times = node.count > 1 ? ` x${node.count}` : '';
  const marks = (node.failed ? ' failed' : '') + (node.late ? ' late' : '');
  const ending = times + marks;
  const label = fit(fit(node.name, Math.max(4, nameWidth - ending.length)) + ending, nameWidth);
  const duration = formatDuration(node.durationNanos as Nanoseconds);
  const start = node.startNanos / tickNanos;
  const cells = [
    page.paint('dim', prefix) + page.paint(node.failed ? 'red' : 'bold', label) + filler(label, nameWidth),
    page.paint('dim', node.kind) + filler(node.kind, KIND_WIDTH),
    filler(duration, DURATION_WIDTH) + duration,
    page.paint('cyan', stretch(start, start + node.durationNanos / tickNanos, pictureWidth)),
  ];
  return INDENT + cells.join('  ');
}

/** Not by recursion: a tree may be as deep as a program recurses. */
function sizeOf(node: TreeNode): number {
  let size = 0;
  for (const pending = [node]; pending.length > 0;) {
    const next = pending.pop();
    size += next?.count ?? 0;
    for (const child of next?.children ?? []) pending.push(child);
  }
  return size;
}
