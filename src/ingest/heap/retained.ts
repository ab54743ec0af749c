// How much would be free if an object were: what it alone keeps alive, by dominators (Cooper, Harvey and Kennedy: A Simple, Fast Dominance
// Algorithm). And by which edge each object is reached first.

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
export function keeps(graph: HeapGraph, edge: number): boolean {
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
  const { order, numbers } = postorder(graph);
  const dominator = dominators(graph, order, numbers);
  const bytes = new Float64Array(graph.nodeCount);
  for (let node = 0; node < graph.nodeCount; node++) bytes[node] = graph.selfBytes(node);
  // Children have a smaller number than what dominates them.
  for (let number = 0; number < order.length - 1; number++) {
    const node = order[number] ?? 0;
    const above = order[dominator[number] ?? 0] ?? 0;
    bytes[above] = (bytes[above] ?? 0) + (bytes[node] ?? 0);
  }
  return bytes;
}

interface Postorder {
  /** Nodes by number; the root last. */
  readonly order: Uint32Array;
  readonly numbers: Uint32Array;
}

function postorder(graph: HeapGraph): Postorder {
  const numbers = new Uint32Array(graph.nodeCount).fill(NONE);
  const order = new Uint32Array(graph.nodeCount);
  const stack = new Uint32Array(graph.nodeCount);
  const next = new Uint32Array(graph.nodeCount);
  const seen = new Uint8Array(graph.nodeCount);
  let depth = 1;
  let length = 0;
  seen[0] = 1;
  next[0] = graph.firstEdge[0] ?? 0;
  while (depth > 0) {
    const node = stack[depth - 1] ?? 0;
    const edge = next[node] ?? 0;
    if (edge === graph.firstEdge[node + 1]) {
      numbers[node] = length;
      order[length++] = node;
      depth--;
      continue;
    }
    next[node] = edge + 1;
    const target = graph.edgeTarget[edge] ?? 0;
    if (seen[target] === 1 || !keeps(graph, edge)) continue;
    seen[target] = 1;
    next[target] = graph.firstEdge[target] ?? 0;
    stack[depth++] = target;
  }
  return { order: order.subarray(0, length), numbers };
}

/** @returns by number, the number of what dominates */
function dominators(graph: HeapGraph, order: Uint32Array, numbers: Uint32Array): Uint32Array {
  const { firstReferrer, referrers } = referrersOf(graph, numbers, order.length);
  const dominator = new Uint32Array(order.length).fill(NONE);
  const root = order.length - 1;
  dominator[root] = root;
  const common = (left: number, right: number): number => {
    let [one, other] = [left, right];
    while (one !== other) {
      while (one < other) one = dominator[one] ?? root;
      while (other < one) other = dominator[other] ?? root;
    }
    return one;
  };
  for (let changed = true; changed;) {
    changed = false;
    for (let number = root - 1; number >= 0; number--) {
      let found = NONE;
      const end = firstReferrer[number + 1] ?? 0;
      for (let at = firstReferrer[number] ?? 0; at < end; at++) {
        const referrer = referrers[at] ?? 0;
        if (dominator[referrer] === NONE) continue;
        found = found === NONE ? referrer : common(found, referrer);
      }
      if (dominator[number] === found) continue;
      dominator[number] = found;
      changed = true;
    }
  }
  return dominator;
}

/** All by number. */
function referrersOf(
  graph: HeapGraph,
  numbers: Uint32Array,
  count: number,
): { readonly firstReferrer: Uint32Array; readonly referrers: Uint32Array } {
  const firstReferrer = new Uint32Array(count + 1);
  const each = (visit: (referrer: number, number: number) => void): void => {
    for (let node = 0; node < graph.nodeCount; node++) {
      const referrer = numbers[node] ?? NONE;
      if (referrer === NONE) continue;
      const end = graph.firstEdge[node + 1] ?? 0;
      for (let edge = graph.firstEdge[node] ?? 0; edge < end; edge++)
        if (keeps(graph, edge)) visit(referrer, numbers[graph.edgeTarget[edge] ?? 0] ?? NONE);
    }
  };
  each((_, number) => (firstReferrer[number + 1] = (firstReferrer[number + 1] ?? 0) + 1));
  for (let number = 0; number < count; number++)
    firstReferrer[number + 1] = (firstReferrer[number + 1] ?? 0) + (firstReferrer[number] ?? 0);
  const next = firstReferrer.slice(0, count);
  const referrers = new Uint32Array(firstReferrer[count] ?? 0);
  each((referrer, number) => {
    referrers[next[number] ?? 0] = referrer;
    next[number] = (next[number] ?? 0) + 1;
  });
  return { firstReferrer, referrers };
}
