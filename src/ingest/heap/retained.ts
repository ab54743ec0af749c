// By which edge each object of a heap is reached first, and how much would be free if it were: what it alone keeps alive.

import { dominators } from './dominators.js';
import type { HeapGraph } from './heap-graph.js';

const NONE = 0xffff_ffff;

export interface Reached {
  /** By node: the edge by which it is reached; not of the root. */
  readonly byEdge: Uint32Array;
  readonly from: Uint32Array;
  /** What is reached, in the order of distance; the root first. */
  readonly order: Uint32Array;
}

/** Weak references keep nothing, and those that V8 draws for people are drawn twice. */
function keeps(graph: HeapGraph, edge: number): boolean {
  const type = graph.edgeType(edge);
  return type !== 'weak' && type !== 'shortcut';
}

/** What runs just now holds anything, by no name. */
const NAMELESS =
  /^\((?:Strong roots|Stack roots|Handle scope|Global handles|Relocatable|Traced handles|Thread manager|Micro tasks)/;

/** By the shortest path from the root that has names, if there is one. */
export function reachedFrom(graph: HeapGraph): Reached {
  const byEdge = new Uint32Array(graph.nodeCount).fill(NONE);
  const from = new Uint32Array(graph.nodeCount).fill(NONE);
  const order = new Uint32Array(graph.nodeCount);
  const seen = new Uint8Array(graph.nodeCount);
  const nameless: number[] = [];
  let length = 1;
  seen[0] = 1;
  const visit = (node: number): void => {
    for (const edge of graph.edgesOf(node)) {
      const target = graph.edgeTarget[edge] ?? 0;
      if (seen[target] === 1 || !keeps(graph, edge)) continue;
      seen[target] = 1;
      byEdge[target] = edge;
      from[target] = node;
      order[length++] = target;
    }
  };
  let at = 0;
  const visitAll = (): void => {
    for (; at < length; at++) {
      const node = order[at] ?? 0;
      if (graph.nodeType(node) === 'synthetic' && NAMELESS.test(graph.nodeName(node))) nameless.push(node);
      else visit(node);
    }
  };
  visitAll();
  for (const node of nameless.splice(0)) {
    visit(node);
    visitAll();
  }
  return { byEdge, from, order: order.subarray(0, length) };
}

/** @returns bytes by node */
export function retainedBytes(graph: HeapGraph): Float64Array {
  const { order, dominator } = dominators(graph, (edge) => keeps(graph, edge));
  const bytes = new Float64Array(graph.nodeCount);
  for (let node = 0; node < graph.nodeCount; node++) bytes[node] = graph.selfBytes(node);
  // What dominates comes before.
  for (let number = order.length - 1; number > 0; number--) {
    const node = order[number] ?? 0;
    const above = order[dominator[number] ?? 0] ?? 0;
    bytes[above] = (bytes[above] ?? 0) + (bytes[node] ?? 0);
  }
  return bytes;
}
