/** A heap snapshot as V8 writes it: numbers in rows, and the strings that they name. */
export interface HeapSnapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [readonly string[]];
      readonly edge_fields: readonly string[];
      readonly edge_types: readonly [readonly string[]];
    };
  };
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
  readonly strings: readonly string[];
}

/** One object of the heap. */
export interface HeapNode {
  /** The debugger's name for it. */
  readonly id: number;
  readonly type: string;
  readonly name: string;
  /** What it leads to. */
  readonly edges: readonly { readonly type: string; readonly name: string; readonly to: number }[];
}

function columns(fields: readonly string[], ...names: readonly string[]): readonly number[] {
  const found = names.map((name) => fields.indexOf(name));
  if (found.includes(-1)) throw new Error("a heap snapshot of another form");
  return found;
}

/** Every object, by its place in `nodes`, as edges name it. */
export function* readNodes({
  snapshot: { meta },
  nodes,
  edges,
  strings,
}: HeapSnapshot): Generator<readonly [number, HeapNode]> {
  const [type = 0, name = 0, id = 0, count = 0] = columns(meta.node_fields, "type", "name", "id", "edge_count");
  const [kind = 0, label = 0, to = 0] = columns(meta.edge_fields, "type", "name_or_index", "to_node");
  const [nodeSize, edgeSize] = [meta.node_fields.length, meta.edge_fields.length];
  let edge = 0;
  for (let at = 0; at < nodes.length; at += nodeSize) {
    const end = edge + (nodes[at + count] ?? 0) * edgeSize;
    const from = edge;
    edge = end;
    yield [
      at,
      {
        id: nodes[at + id] ?? -1,
        type: meta.node_types[0][nodes[at + type] ?? -1] ?? "",
        name: strings[nodes[at + name] ?? -1] ?? "",
        get edges() {
          const found = [];
          for (let each = from; each < end; each += edgeSize)
            found.push({
              type: meta.edge_types[0][edges[each + kind] ?? -1] ?? "",
              name: strings[edges[each + label] ?? -1] ?? "",
              to: edges[each + to] ?? -1,
            });
          return found;
        },
      },
    ];
  }
}

/** Classes whose objects hold bytes; small arrays have no buffer object until somebody asks for it. */
const holdsBytes = (name: string) =>
  /^((Shared)?ArrayBuffer|DataView|(Big)?(Int|Uint|Float)\d\d?(Clamped)?Array)$/.test(name);

/**
 * The debugger's names of functions in whose scopes, together, lie all variables that hold bytes: there no property leads,
 * and a debugger does not hand out buffers by themselves.
 */
export function closuresOverBytes(snapshot: HeapSnapshot): readonly number[] {
  const buffers = new Set<number>();
  for (const [at, { type, name }] of readNodes(snapshot)) if (type === "object" && holdsBytes(name)) buffers.add(at);
  const outerOf = new Map<number, number>();
  const unseen = new Set<number>();
  const closures: { readonly id: number; readonly context: number }[] = [];
  for (const [at, { id, type, name, edges }] of readNodes(snapshot)) {
    if (type === "closure") {
      const context = edges.find((edge) => edge.name === "context");
      if (context !== undefined) closures.push({ id, context: context.to });
    } else if (name.startsWith("system / Context")) {
      for (const edge of edges) {
        if (edge.type === "context" && buffers.has(edge.to)) unseen.add(at);
        if (edge.name === "previous") outerOf.set(at, edge.to);
      }
    }
  }
  return closures
    .filter(({ context }) => {
      let isNew = false;
      for (let at: number | undefined = context; at !== undefined; at = outerOf.get(at))
        isNew = unseen.delete(at) || isNew;
      return isNew;
    })
    .map(({ id }) => id);
}
