// The collections of a heap by where the program holds them: `Portfolio.#fills[key]`, with how many entries all of them have together.
//
// The path of an object is that by which it is reached: variables of functions and modules by their names, members of classes by the class, and
// what stands in a Map, a Set, an array or an object of many members as `[key]` or `[]`, whatever its key is.

import type { HeapGraph } from './heap-graph.js';
import { reachedFrom, retainedBytes } from './retained.js';

export type CollectionKind = 'Map' | 'Set' | 'array' | 'object' | 'text' | 'objects';

/** All that stand at one path. */
export interface Collections {
  readonly path: string;
  readonly kind: CollectionKind;
  readonly count: number;
  readonly entries: number;
  /** What they alone keep alive. */
  readonly bytes: number;
  /** By the key that they stand at, where it is a text: how many entries. */
  readonly byKey: ReadonlyMap<string, number>;
}

/** An object of more members is a dictionary. */
const MOST_MEMBERS = 24;
const MOST_PATHS = 200_000;
const DEEPEST = 8;
/** Keys of one path that are told apart. */
export const KEYS_COUNTED = 512;
const WORD_BYTES = 8;
/** What stands before the elements of an array of V8's. */
const ARRAY_HEAD_BYTES = 16;
/** Elements, deleted ones, buckets. */
const TABLE_HEAD = 3;
/** Key, value and link; key and link. For each bucket there are two. */
const STRIDES = { Map: 3, Set: 2 } as const;
const CLASS = /^[A-Z][\w$]*$/;
const BUILT_IN =
  /^(?:Object|Array|Map|Set|WeakMap|WeakSet|Promise|Function|Date|RegExp|Error|Arguments|Generator|Symbol|Proxy|ArrayBuffer|\w+Array|Iterator|Window|global)$/;

/** What a Map or a Set keeps its entries in. */
interface Table {
  readonly kind: 'Map' | 'Set';
  /** By their place behind the buckets: nodes. */
  readonly keys: ReadonlyMap<number, number>;
  readonly firstSlot: number;
  readonly entries: number;
}

class Path {
  readonly children = new Map<string, Path>();

  readonly text: string;
  readonly depth: number;

  constructor(text: string, depth: number) {
    this.text = text;
    this.depth = depth;
  }
}

/** @returns those that have entries, or of which there are many */
export function collectionsOf(graph: HeapGraph): Collections[] {
  return new CollectionsOfHeap(graph).sums();
}

class CollectionsOfHeap {
  readonly #graph: HeapGraph;
  readonly #root = new Path('', 0);
  #paths = 0;
  readonly #pathOf: Path[];
  /** By node: the text of the nearest key, as a node; 0 for none. */
  readonly #keyOf: Uint32Array;
  readonly #tables = new Map<number, Table>();

  constructor(graph: HeapGraph) {
    this.#graph = graph;
    this.#pathOf = Array.from<Path>({ length: graph.nodeCount });
    this.#keyOf = new Uint32Array(graph.nodeCount);
  }

  sums(): Collections[] {
    const { byEdge, from, order } = reachedFrom(this.#graph);
    const bytes = retainedBytes(this.#graph);
    const sums = new Map<string, Sum>();
    this.#pathOf[0] = this.#root;
    for (const node of order.subarray(1)) {
      this.#place(node, from[node] ?? 0, byEdge[node] ?? 0);
      const path = this.#pathOf[node] as Path;
      if (path.text === '') continue;
      const kind = this.#kindOf(node);
      if (kind === undefined) continue;
      const key = `${kind} ${path.text}`;
      let sum = sums.get(key);
      if (sum === undefined) sums.set(key, (sum = new Sum(path.text, kind)));
      // A part of a text that is put together, and a link of a chain, are in the first one's bytes.
      const isInner = this.#pathOf[from[node] ?? 0] === path;
      sum.add(this.#entriesOf(node, kind), isInner ? 0 : (bytes[node] ?? 0), this.#keyText(node));
    }
    return [...sums.values()];
  }

  #place(node: number, from: number, edge: number): void {
    const graph = this.#graph;
    const above = this.#pathOf[from] as Path;
    this.#keyOf[node] = this.#keyOf[from] ?? 0;
    const type = graph.edgeType(edge);
    let path = above;
    if (type === 'context') {
      this.#keyOf[node] = 0;
      path = this.#child(this.#root, graph.edgeName(edge));
    } else if (type === 'element') {
      path = this.#child(above, '[]');
    } else if (type === 'property') {
      path = this.#member(node, from, edge, above);
    } else if (type === 'internal' && this.#tables.has(from)) {
      const key = this.#keyInTable(this.#tables.get(from) as Table, edge);
      if (key !== undefined) {
        path = this.#child(above, '[key]');
        this.#keyOf[node] = key;
      }
    }
    this.#pathOf[node] = path;
  }

  #member(node: number, from: number, edge: number, above: Path): Path {
    const name = this.#graph.edgeName(edge);
    if (name === '__proto__' || name === '') return this.#root;
    const owner = this.#graph.nodeName(from);
    if (this.#graph.nodeType(from) !== 'object') return this.#child(above, `.${name}`);
    if (CLASS.test(owner) && !BUILT_IN.test(owner)) {
      this.#keyOf[node] = 0;
      return this.#child(this.#child(this.#root, owner), `.${name}`);
    }
    if (!this.#isDictionary(from)) return this.#child(above, `.${name}`);
    // An edge has its key as a text alone.
    this.#keyOf[node] = NAMED_BY_EDGE + edge;
    return this.#child(above, '[key]');
  }

  /** Of many members, or named as no program names its members. */
  #isDictionary(node: number): boolean {
    let members = 0;
    for (const edge of this.#graph.edgesOf(node)) {
      if (this.#graph.edgeType(edge) !== 'property') continue;
      const name = this.#graph.edgeName(edge);
      if (++members > MOST_MEMBERS || (name !== '' && !/^[#\w$]{1,40}$/.test(name))) return true;
    }
    return false;
  }

  /** @returns the node of the key at which a value stands; `undefined` for a key of a Map */
  #keyInTable({ kind, keys, firstSlot }: Table, edge: number): number | undefined {
    const at = Number(this.#graph.edgeName(edge)) - firstSlot;
    if (!(at >= 0)) return undefined;
    if (kind === 'Set') return at % STRIDES.Set === 0 ? 0 : undefined;
    return at % STRIDES.Map === 1 ? (keys.get(at - 1) ?? 0) : undefined;
  }

  #tableOf(node: number, kind: 'Map' | 'Set'): Table {
    const graph = this.#graph;
    const slots = (graph.selfBytes(node) - ARRAY_HEAD_BYTES) / WORD_BYTES - TABLE_HEAD;
    const firstSlot = TABLE_HEAD + Math.floor(slots / (1 + 2 * STRIDES[kind]));
    const keys = new Map<number, number>();
    const entries = new Set<number>();
    for (const edge of graph.edgesOf(node)) {
      if (graph.edgeType(edge) !== 'internal') continue;
      const at = Number(graph.edgeName(edge)) - firstSlot;
      if (!(at >= 0)) continue;
      if (at % STRIDES[kind] === 0) keys.set(at, graph.edgeTarget[edge] ?? 0);
      entries.add(Math.floor(at / STRIDES[kind]));
    }
    return { kind, keys, firstSlot, entries: entries.size };
  }

  #child(path: Path, segment: string): Path {
    // Links of a chain are one.
    if (path.text.endsWith(segment) && segment.startsWith('.')) return path;
    if (path.depth >= DEEPEST) return path;
    let child = path.children.get(segment);
    if (child !== undefined) return child;
    if (this.#paths++ > MOST_PATHS) return path;
    child = new Path(
      path.text === '' && segment.startsWith('.') ? segment.slice(1) : path.text + segment,
      path.depth + 1,
    );
    path.children.set(segment, child);
    return child;
  }

  #kindOf(node: number): CollectionKind | undefined {
    const type = this.#graph.nodeType(node);
    if (type === 'concatenated string') return 'text';
    if (type === 'closure') return 'objects';
    if (type !== 'object') return undefined;
    const name = this.#graph.nodeName(node);
    if (name === 'Map' || name === 'Set') {
      for (const edge of this.#graph.edgesOf(node)) {
        if (this.#graph.edgeType(edge) !== 'internal' || this.#graph.edgeName(edge) !== 'table') continue;
        const table = this.#graph.edgeTarget[edge] ?? 0;
        this.#tables.set(table, this.#tableOf(table, name));
      }
      return name;
    }
    if (name === 'Array') return 'array';
    return name === 'Object' && this.#isDictionary(node) ? 'object' : 'objects';
  }

  #entriesOf(node: number, kind: CollectionKind): number {
    const graph = this.#graph;
    if (kind === 'text' || kind === 'objects') return 1;
    let count = 0;
    let elements: number | undefined;
    for (const edge of graph.edgesOf(node)) {
      const type = graph.edgeType(edge);
      const name = type === 'element' ? '' : graph.edgeName(edge);
      if (type === 'element' || (kind === 'object' && type === 'property' && name !== '__proto__')) count++;
      else if (type === 'internal' && (name === 'elements' || name === 'table')) elements = graph.edgeTarget[edge];
    }
    if (elements === undefined || count > 0) return count;
    if (kind === 'Map' || kind === 'Set') return this.#tables.get(elements)?.entries ?? 0;
    // Numbers are not in a snapshot: there is room for so many.
    return kind === 'array' ? Math.max(0, Math.floor((graph.selfBytes(elements) - ARRAY_HEAD_BYTES) / WORD_BYTES)) : 0;
  }

  #keyText(node: number): string | undefined {
    const key = this.#keyOf[node] ?? 0;
    if (key >= NAMED_BY_EDGE) return this.#graph.edgeName(key - NAMED_BY_EDGE);
    return key === 0 || this.#graph.nodeType(key) !== 'string' ? undefined : this.#graph.nodeName(key);
  }
}

/** Keys of members are edges, beyond all nodes. */
const NAMED_BY_EDGE = 2 ** 31;

class Sum implements Collections {
  readonly byKey = new Map<string, number>();
  count = 0;
  entries = 0;
  bytes = 0;

  readonly path: string;
  readonly kind: CollectionKind;

  constructor(path: string, kind: CollectionKind) {
    this.path = path;
    this.kind = kind;
  }

  add(entries: number, bytes: number, key: string | undefined): void {
    this.count++;
    this.entries += entries;
    this.bytes += bytes;
    if (key !== undefined && (this.byKey.has(key) || this.byKey.size < KEYS_COUNTED))
      this.byKey.set(key, (this.byKey.get(key) ?? 0) + entries);
  }
}
