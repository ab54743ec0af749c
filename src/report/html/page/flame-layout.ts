// Where the rectangles of a flame graph lie, and which stands next to which.

import type { FlameNode } from '../page-data.js';

export interface Box {
  readonly node: FlameNode;
  /** Positions among the children, from the root on: `/0/2`; the root's is empty. */
  readonly path: string;
  /** Of the picture's width. */
  readonly from: number;
  readonly width: number;
  readonly depth: number;
}

/** @param zoomed the path of what is as wide as the picture; what it is in is too, and all else is left out */
export function boxesOf(root: FlameNode, zoomed: string): Box[] {
  const boxes: Box[] = [];
  const add = (node: FlameNode, path: string, from: number, width: number, depth: number): void => {
    boxes.push({ node, path, from, width, depth });
    // What ran beside something else makes more than the time that it ran in.
    const inAll = node.children.reduce((sum, { value }) => sum + value, 0);
    const scale = width / Math.max(node.value, inAll, 1);
    let at = from;
    node.children.forEach((child, position) => {
      const below = `${path}/${position}`;
      if (isIn(zoomed, below)) add(child, below, 0, 1, depth + 1);
      else if (isIn(below, zoomed)) add(child, below, at, child.value * scale, depth + 1);
      at += child.value * scale;
    });
  };
  add(root, '', 0, 1, 0);
  return boxes;
}

/** Whether a path is that of `outer`, or below it. */
function isIn(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}/`);
}

/** @returns the path of what an arrow leads to; `undefined` where there is nothing */
export function neighbour(boxes: readonly Box[], path: string, key: string): string | undefined {
  const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  if (key === 'ArrowUp') return path === '' ? undefined : parent;
  if (key === 'ArrowDown') return boxes.find((box) => box.path.startsWith(`${path}/`))?.path;
  const depth = path.split('/').length;
  const row = boxes.filter((box) => box.path.split('/').length === depth);
  const at = row.findIndex((box) => box.path === path);
  return row[key === 'ArrowRight' ? at + 1 : at - 1]?.path;
}
