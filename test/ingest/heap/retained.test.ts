// What is kept alive, against taking an object out and looking what is left.

import * as fc from 'fast-check';
import { HeapGraph } from '../../../src/ingest/heap/heap-graph.js';
import { retainedBytes } from '../../../src/ingest/heap/retained.js';

type Edges = readonly (readonly number[])[];

/** Node n has 2 ** n bytes, so that a sum tells its parts. */
function graphOf(edges: Edges): HeapGraph {
  const graph = new HeapGraph(
    {
      meta: {
        node_fields: ['type', 'name', 'id', 'self_size', 'edge_count'],
        node_types: [['object']],
        edge_fields: ['type', 'name_or_index', 'to_node'],
        edge_types: [['property']],
      },
      node_count: edges.length,
      edge_count: edges.flat().length,
    },
    (why) => {
      throw new Error(why);
    },
  );
  for (const [node, targets] of edges.entries())
    for (const value of [0, 0, node, 2 ** node, targets.length]) graph.takeNode(value);
  for (const target of edges.flat()) for (const value of [0, 0, target * 5]) graph.takeEdge(value);
  graph.strings.push('x');
  graph.finish();
  return graph;
}

function reachable(edges: Edges, without: number): Set<number> {
  const seen = new Set<number>();
  const visit = (node: number): void => {
    if (node === without || seen.has(node)) return;
    seen.add(node);
    edges[node]?.forEach(visit);
  };
  visit(0);
  return seen;
}

const anyEdges = fc
  .integer({ min: 1, max: 14 })
  .chain((nodes) =>
    fc.array(fc.array(fc.nat({ max: nodes - 1 }), { maxLength: 4 }), { minLength: nodes, maxLength: nodes }),
  );

it('is what cannot be reached without it', () => {
  fc.assert(
    fc.property(anyEdges, (edges) => {
      const bytes = retainedBytes(graphOf(edges));
      const all = reachable(edges, -1);
      for (const node of all) {
        const left = reachable(edges, node);
        const gone = [...all].filter((each) => !left.has(each));
        expect(bytes[node]).toBe(gone.reduce((sum, each) => sum + 2 ** each, 0));
      }
    }),
    { numRuns: 500 },
  );
});

it('comes to its end on a list that is linked both ways', () => {
  const length = 200_000;
  const edges = Array.from({ length }, (_, node) => [node + 1, node - 1].filter((each) => each >= 0 && each < length));
  const graph = graphOf(edges.map((each) => each));
  expect(retainedBytes(graph)[length - 1]).toBe(Infinity);
});
