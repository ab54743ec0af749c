// The objects of a heap and what refers to what, as numbers.

export interface SnapshotMeta {
  readonly meta: {
    readonly node_fields: readonly string[];
    readonly node_types: readonly (string | readonly string[])[];
    readonly edge_fields: readonly string[];
    readonly edge_types: readonly (string | readonly string[])[];
  };
  readonly node_count: number;
  readonly edge_count: number;
}

export class HeapGraph {
  readonly strings: string[] = [];
  readonly nodeCount: number;
  readonly nodeTypes: readonly string[];
  readonly edgeTypes: readonly string[];
  readonly #nodeType: Uint8Array;
  readonly #nodeName: Uint32Array;
  readonly #selfBytes: Float64Array;
  /** By node, its first edge; and where the last one's end. */
  readonly firstEdge: Uint32Array;
  readonly #edgeType: Uint8Array;
  readonly #edgeName: Uint32Array;
  readonly edgeTarget: Uint32Array;
  readonly takeNode: (value: number) => void;
  readonly takeEdge: (value: number) => void;
  readonly #refuse: (why: string) => never;
  #nodeValues = 0;
  #edgeValues = 0;

  constructor({ meta, node_count: nodes, edge_count: edges }: SnapshotMeta, refuse: (why: string) => never) {
    this.#refuse = refuse;
    const nodeFields = meta.node_fields;
    const edgeFields = meta.edge_fields;
    const [nodeTypes, edgeTypes] = [meta.node_types[0], meta.edge_types[0]];
    if (!Array.isArray(nodeTypes) || !Array.isArray(edgeTypes) || !(nodes > 0) || !(edges >= 0))
      throw refuse('is a heap snapshot of a kind that is not known');
    this.nodeTypes = nodeTypes as readonly string[];
    this.edgeTypes = edgeTypes as readonly string[];
    this.nodeCount = nodes;
    this.#nodeType = new Uint8Array(nodes);
    this.#nodeName = new Uint32Array(nodes);
    this.#selfBytes = new Float64Array(nodes);
    this.firstEdge = new Uint32Array(nodes + 1);
    this.#edgeType = new Uint8Array(edges);
    this.#edgeName = new Uint32Array(edges);
    this.edgeTarget = new Uint32Array(edges);
    const place = (fields: readonly string[], name: string): number => {
      const at = fields.indexOf(name);
      return at === -1 ? refuse(`is a heap snapshot without ${name}`) : at;
    };
    const [type, name, size, count] = ['type', 'name', 'self_size', 'edge_count'].map((each) =>
      place(nodeFields, each),
    );
    const width = nodeFields.length;
    this.takeNode = (value) => {
      const field = this.#nodeValues % width;
      const node = (this.#nodeValues++ - field) / width;
      if (field === type) this.#nodeType[node] = value;
      else if (field === name) this.#nodeName[node] = value;
      else if (field === size) this.#selfBytes[node] = value;
      else if (field === count) this.firstEdge[node + 1] = (this.firstEdge[node] ?? 0) + value;
    };
    const [edgeType, edgeName, target] = ['type', 'name_or_index', 'to_node'].map((each) => place(edgeFields, each));
    const edgeWidth = edgeFields.length;
    this.takeEdge = (value) => {
      const field = this.#edgeValues % edgeWidth;
      const edge = (this.#edgeValues++ - field) / edgeWidth;
      if (field === edgeType) this.#edgeType[edge] = value;
      else if (field === edgeName) this.#edgeName[edge] = value;
      else if (field === target) this.edgeTarget[edge] = value / width;
    };
  }

  /** Called when everything is there. @throws where numbers are missing, or point outside */
  finish(): void {
    const edges = this.edgeTarget.length;
    const isWhole = this.firstEdge[this.nodeCount] === edges && this.edgeTarget.every((node) => node < this.nodeCount);
    if (!isWhole) this.#refuse('does not fit together: it has other nodes and edges than its head says');
  }

  nodeType(node: number): string {
    return this.nodeTypes[this.#nodeType[node] ?? 0] ?? '';
  }

  nodeName(node: number): string {
    return this.strings[this.#nodeName[node] ?? 0] ?? '';
  }

  selfBytes(node: number): number {
    return this.#selfBytes[node] ?? 0;
  }

  edgeType(edge: number): string {
    return this.edgeTypes[this.#edgeType[edge] ?? 0] ?? '';
  }

  /** Of an element, and of a place in an array of V8's: its number. */
  edgeIndex(edge: number): number {
    return this.#edgeName[edge] ?? 0;
  }

  edgeName(edge: number): string {
    return this.strings[this.#edgeName[edge] ?? 0] ?? '';
  }

  /** The numbers of a node's edges. */
  *edgesOf(node: number): Generator<number, void, void> {
    const end = this.firstEdge[node + 1] ?? 0;
    for (let edge = this.firstEdge[node] ?? 0; edge < end; edge++) yield edge;
  }
}
