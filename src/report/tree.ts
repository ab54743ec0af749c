// The tree of a slow tick, its repeated siblings drawn as one where it is large.

import { operationKey } from '../model/operation.js';
import type { SlowTick, SlowTickSpan } from '../model/report/report.js';

/** A tree of more spans than this is collapsed. */
export const COLLAPSE_OVER = 30;

export interface TreeNode {
  readonly kind: SlowTickSpan['kind'];
  readonly name: string;
  /** Spans that this node stands for. */
  readonly count: number;
  /** Of the first of them. */
  readonly startNanos: number;
  /** Of all of them. */
  readonly durationNanos: number;
  readonly failed: boolean;
  readonly late: boolean;
  readonly children: TreeNode[];
}

/** @returns the tick itself; `undefined` where it has no spans */
export function treeOf({ spans }: SlowTick): TreeNode | undefined {
  const nodes = spans.map(({ kind, name, startNanos, durationNanos, failed, late }): TreeNode => ({
    kind,
    name,
    count: 1,
    startNanos,
    durationNanos,
    failed: failed === true,
    late: late === true,
    children: [],
  }));
  spans.forEach(({ parent }, position) => {
    const node = nodes[position];
    // A parent stands before its children; anything else would make a circle.
    if (node !== undefined && parent < position) nodes[parent]?.children.push(node);
  });
  return nodes[0];
}

/** Siblings of one name as one node, with all their children; in the order in which the first of each began. */
export function mergeSiblings(siblings: readonly TreeNode[]): TreeNode[] {
  const groups = new Map<string, TreeNode[]>();
  for (const node of siblings) {
    const key = operationKey(node.kind, node.name);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [node]);
    else group.push(node);
  }
  return [...groups.values()].flatMap((nodes) => {
    const [first] = nodes;
    if (first === undefined || nodes.length === 1) return nodes;
    return {
      ...first,
      count: nodes.reduce((sum, { count }) => sum + count, 0),
      durationNanos: nodes.reduce((sum, { durationNanos }) => sum + durationNanos, 0),
      failed: nodes.some(({ failed }) => failed),
      late: nodes.some(({ late }) => late),
      children: nodes.flatMap(({ children }) => children),
    };
  });
}
