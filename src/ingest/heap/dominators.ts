// Which object each object of a heap hangs on: the last through which all paths from the root lead.
//
// Semi-NCA (Georgiadis: Linear-Time Algorithms for Dominators and Related Problems, 2005), as LLVM has it: on lists of a million links the simpler
// way of Cooper, Harvey and Kennedy does not come to an end.

import type { HeapGraph } from './heap-graph.js';

const NONE = 0xffff_ffff;

export interface Dominators {
  /** Nodes by their number; the root first, and each behind what dominates it. */
  readonly order: Uint32Array;
  /** By number: the number of what dominates. */
  readonly dominator: Uint32Array;
}

/** @param follows which edges count */
export function dominators(graph: HeapGraph, follows: (edge: number) => boolean): Dominators {
  const { order, numbers, parents } = depthFirst(graph, follows);
  const count = order.length;
  const { first, referrers } = referrersOf(graph, follows, numbers, count);
  const dominator = parents.slice();
  const semi = Uint32Array.from({ length: count }, (_, number) => number);
  const label = semi.slice();
  for (let number = count - 1; number > 0; number--) {
    let least = parents[number] ?? 0;
    const end = first[number + 1] ?? 0;
    for (let at = first[number] ?? 0; at < end; at++) {
      const found = semi[leastLabel(referrers[at] ?? 0, number + 1, parents, label, semi)] ?? 0;
      if (found < least) least = found;
    }
    semi[number] = least;
  }
  for (let number = 1; number < count; number++) {
    let above = dominator[number] ?? 0;
    while (above > (semi[number] ?? 0)) above = dominator[above] ?? 0;
    dominator[number] = above;
  }
  return { order, dominator };
}

/** Of what is above a node and has been linked, that with the least semidominator. Shortens the way for the next one. */
function leastLabel(
  from: number,
  lastLinked: number,
  parents: Uint32Array,
  label: Uint32Array,
  semi: Uint32Array,
): number {
  let at = from;
  if ((parents[at] ?? 0) < lastLinked) return label[at] ?? 0;
  const way: number[] = [];
  do {
    way.push(at);
    at = parents[at] ?? 0;
  } while ((parents[at] ?? 0) >= lastLinked);
  let above = at;
  let best = label[above] ?? 0;
  for (let node = way.pop(); node !== undefined; node = way.pop()) {
    parents[node] = parents[above] ?? 0;
    const own = label[node] ?? 0;
    if ((semi[best] ?? 0) < (semi[own] ?? 0)) label[node] = label[above] ?? 0;
    else best = own;
    above = node;
  }
  return label[above] ?? 0;
}

interface DepthFirst {
  readonly order: Uint32Array;
  readonly numbers: Uint32Array;
  /** By number; of the root itself. */
  readonly parents: Uint32Array;
}

function depthFirst(graph: HeapGraph, follows: (edge: number) => boolean): DepthFirst {
  const numbers = new Uint32Array(graph.nodeCount).fill(NONE);
  const order = new Uint32Array(graph.nodeCount);
  const parents = new Uint32Array(graph.nodeCount);
  const next = graph.firstEdge.slice(0, graph.nodeCount);
  let count = 1;
  numbers[0] = 0;
  for (let number = 0; ;) {
    const node = order[number] ?? 0;
    const edge = next[node] ?? 0;
    if (edge === graph.firstEdge[node + 1]) {
      if (number === 0) break;
      number = parents[number] ?? 0;
      continue;
    }
    next[node] = edge + 1;
    const target = graph.edgeTarget[edge] ?? 0;
    if (numbers[target] !== NONE || !follows(edge)) continue;
    numbers[target] = count;
    order[count] = target;
    parents[count] = number;
    number = count++;
  }
  return { order: order.subarray(0, count), numbers, parents: parents.subarray(0, count) };
}

/** All by number. */
function referrersOf(
  graph: HeapGraph,
  follows: (edge: number) => boolean,
  numbers: Uint32Array,
  count: number,
): { readonly first: Uint32Array; readonly referrers: Uint32Array } {
  const first = new Uint32Array(count + 1);
  const each = (visit: (referrer: number, number: number) => void): void => {
    for (let node = 0; node < graph.nodeCount; node++) {
      const referrer = numbers[node] ?? NONE;
      if (referrer === NONE) continue;
      const end = graph.firstEdge[node + 1] ?? 0;
      for (let edge = graph.firstEdge[node] ?? 0; edge < end; edge++)
        if (follows(edge)) visit(referrer, numbers[graph.edgeTarget[edge] ?? 0] ?? NONE);
    }
  };
  each((_, number) => (first[number + 1] = (first[number + 1] ?? 0) + 1));
  for (let number = 0; number < count; number++) first[number + 1] = (first[number + 1] ?? 0) + (first[number] ?? 0);
  const next = first.slice(0, count);
  const referrers = new Uint32Array(first[count] ?? 0);
  each((referrer, number) => {
    referrers[next[number] ?? 0] = referrer;
    next[number] = (next[number] ?? 0) + 1;
  });
  return { first, referrers };
}
