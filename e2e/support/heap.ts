import type { CDPSession, Page } from "@playwright/test";

/** What the memory of a page held at one moment; its workers have memories of their own. */
export interface PageHeap {
  /** Which of `texts` are in a string. */
  findTexts(texts: readonly string[]): readonly string[];
  /** How many buffers, in objects that other objects can name, hold `bytes` now. */
  countBuffersWith(bytes: Uint8Array): Promise<number>;
  /** How many objects of this class there are. */
  count(className: string): number;
}

interface Snapshot {
  readonly snapshot: {
    readonly meta: { readonly node_fields: readonly string[]; readonly node_types: readonly [readonly string[]] };
  };
  readonly nodes: readonly number[];
  readonly strings: readonly string[];
}

interface HeapNode {
  readonly type: string;
  readonly name: string;
}

/** Runs in the page on all objects that it holds: looks at what each of them holds in turn, as browsers do not list buffers. */
const countHolding = `function (wanted) {
  const buffers = new Set();
  for (const object of this) {
    const inside = [];
    try {
      if (object instanceof Map) inside.push(...[...object.entries()].flat());
      if (object instanceof Set) inside.push(...object);
      for (const { value } of Object.values(Object.getOwnPropertyDescriptors(object))) inside.push(value);
    } catch {
      // A prototype, which holds nothing by itself, or a proxy.
    }
    for (const value of inside) {
      if (ArrayBuffer.isView(value)) buffers.add(value.buffer);
      else if (value instanceof ArrayBuffer && value !== ArrayBuffer.prototype) buffers.add(value);
    }
  }
  return [...buffers].filter((buffer) => {
    if (buffer.detached) return false;
    const held = new Uint8Array(buffer);
    for (let at = held.indexOf(wanted[0]); at !== -1; at = held.indexOf(wanted[0], at + 1)) {
      if (wanted.every((byte, offset) => held[at + offset] === byte)) return true;
    }
    return false;
  }).length;
}`;

async function takeSnapshot(session: CDPSession): Promise<Snapshot> {
  const chunks: string[] = [];
  const keep = ({ chunk }: { readonly chunk: string }) => void chunks.push(chunk);
  session.on("HeapProfiler.addHeapSnapshotChunk", keep);
  await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  session.off("HeapProfiler.addHeapSnapshotChunk", keep);
  return JSON.parse(chunks.join("")) as Snapshot;
}

function* nodesOf({ snapshot: { meta }, nodes, strings }: Snapshot): Generator<HeapNode> {
  const [type, name] = ["type", "name"].map((field) => meta.node_fields.indexOf(field));
  if (type === undefined || name === undefined) throw new Error("a heap snapshot of another form");
  for (let at = 0; at < nodes.length; at += meta.node_fields.length) {
    yield { type: meta.node_types[0][nodes[at + type] ?? -1] ?? "", name: strings[nodes[at + name] ?? -1] ?? "" };
  }
}

/** Looks into the memory of `page` as it is now; the browser must be told to write long strings into snapshots whole. */
export async function readHeap(page: Page): Promise<PageHeap> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.enable");
  const snapshot = await takeSnapshot(session);
  const objects = [...nodesOf(snapshot)].filter(({ type }) => type === "object" || type === "native");

  return {
    findTexts: (texts) => texts.filter((text) => snapshot.strings.some((held) => held.includes(text))),
    async countBuffersWith(bytes) {
      const prototype = await session.send("Runtime.evaluate", { expression: "Object.prototype" });
      const { objects: all } = await session.send("Runtime.queryObjects", {
        prototypeObjectId: prototype.result.objectId ?? "",
        objectGroup: "heap",
      });
      const counted = await session.send("Runtime.callFunctionOn", {
        objectId: all.objectId ?? "",
        functionDeclaration: countHolding,
        arguments: [{ value: [...bytes] }],
        returnByValue: true,
      });
      await session.send("Runtime.releaseObjectGroup", { objectGroup: "heap" });
      if (counted.exceptionDetails !== undefined)
        throw new Error(counted.exceptionDetails.exception?.description ?? "the page could not be looked through");
      return Number(counted.result.value);
    },
    count: (className) => objects.filter(({ name }) => name === className).length,
  };
}
