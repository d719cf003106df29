import type { CDPSession, Page } from "@playwright/test";
import { closuresOverBytes, type HeapSnapshot } from "./heapSnapshot.ts";

/** What the memory of a page held at one moment; its workers have memories of their own. */
export interface PageHeap {
  /** Which of `texts` are in a string. */
  findTexts(texts: readonly string[]): readonly string[];
  /** How many buffers and variables hold `bytes` now: in objects that others can name, and in the scopes of functions. */
  countBuffersWith(bytes: Uint8Array): Promise<number>;
  /** How many objects of this class there are now. */
  count(className: string): Promise<number>;
}

/** A list of different buffers. The page may have patched `Set` to hear what passes; what we look at must not pass there. */
const createList = `
  const [buffers, known] = [[], new WeakSet()];
  const note = (buffer) => {
    if (known.has(buffer)) return;
    known.add(buffer);
    buffers.push(buffer);
  };
`;

/** Runs in the page on all objects that it holds: looks at what each of them holds in turn, as browsers do not list buffers. */
const countHolding = `function (wanted) {
  ${createList}
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
      if (ArrayBuffer.isView(value)) note(value.buffer);
      else if (value instanceof ArrayBuffer && value !== ArrayBuffer.prototype) note(value);
    }
  }
  return buffers.filter((buffer) => {
    if (buffer.detached) return false;
    const held = new Uint8Array(buffer);
    for (let at = held.indexOf(wanted[0]); at !== -1; at = held.indexOf(wanted[0], at + 1)) {
      if (wanted.every((byte, offset) => held[at + offset] === byte)) return true;
    }
    return false;
  }).length;
}`;

async function takeSnapshot(session: CDPSession): Promise<HeapSnapshot> {
  const chunks: string[] = [];
  const keep = ({ chunk }: { readonly chunk: string }) => void chunks.push(chunk);
  session.on("HeapProfiler.addHeapSnapshotChunk", keep);
  await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  session.off("HeapProfiler.addHeapSnapshotChunk", keep);
  return JSON.parse(chunks.join("")) as HeapSnapshot;
}

/** Runs in the page on lists of scopes: how many variables in them hold `wanted`. */
const countInScopes = `function (wanted, ...chains) {
  ${createList}
  for (const scope of chains.flatMap((chain) => Array.from(chain, ({ object }) => object))) {
    if (scope === globalThis) continue;
    for (const name of Object.getOwnPropertyNames(scope)) {
      try {
        const value = scope[name];
        if (ArrayBuffer.isView(value)) note(value.buffer);
        else if (value instanceof ArrayBuffer) note(value);
      } catch {
        // A variable that has no value yet.
      }
    }
  }
  return (${countHolding}).call([buffers], wanted);
}`;

/** The debugger's name for the scopes of the function `id`; null when it was collected meanwhile. */
async function scopesOf(session: CDPSession, id: number): Promise<string | null> {
  const closure = await session
    .send("HeapProfiler.getObjectByHeapObjectId", { objectId: String(id), objectGroup: "heap" })
    .catch(() => null);
  const objectId = closure?.result.objectId;
  if (objectId === undefined) return null;
  const { internalProperties = [] } = await session.send("Runtime.getProperties", { objectId, ownProperties: true });
  return internalProperties.find(({ name }) => name === "[[Scopes]]")?.value?.objectId ?? null;
}

/** Looks into the memory of `page` as it is now; the browser must be told to write long strings into snapshots whole. */
export async function readHeap(page: Page): Promise<PageHeap> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.enable");
  const snapshot = await takeSnapshot(session);
  const closures = closuresOverBytes(snapshot);

  /** All objects that have the value of `expression` as a prototype. */
  async function findObjects(expression: string): Promise<string> {
    const prototype = await session.send("Runtime.evaluate", { expression, objectGroup: "heap" });
    const { objects } = await session.send("Runtime.queryObjects", {
      prototypeObjectId: prototype.result.objectId ?? "",
      objectGroup: "heap",
    });
    return objects.objectId ?? "";
  }

  /** What `declaration` gives of the object, as a number. */
  async function call(objectId: string, declaration: string, args: readonly object[] = []): Promise<number> {
    const { result, exceptionDetails } = await session.send("Runtime.callFunctionOn", {
      objectId,
      functionDeclaration: declaration,
      arguments: [...args],
      returnByValue: true,
    });
    if (exceptionDetails !== undefined)
      throw new Error(exceptionDetails.exception?.description ?? "the page could not be looked through");
    return Number(result.value);
  }

  return {
    findTexts: (texts) => texts.filter((text) => snapshot.strings.some((held) => held.includes(text))),
    async countBuffersWith(bytes) {
      const wanted = { value: [...bytes] };
      const inProperties = await call(await findObjects("Object.prototype"), countHolding, [wanted]);
      const chains = (await Promise.all(closures.map((id) => scopesOf(session, id)))).filter((chain) => chain !== null);
      const [first] = chains;
      const inScopes =
        first === undefined
          ? 0
          : await call(first, countInScopes, [wanted, ...chains.map((objectId) => ({ objectId }))]);
      await session.send("Runtime.releaseObjectGroup", { objectGroup: "heap" });
      return inProperties + inScopes;
    },
    async count(className) {
      const count = await call(await findObjects(`${className}.prototype`), "function () { return this.length; }");
      await session.send("Runtime.releaseObjectGroup", { objectGroup: "heap" });
      return count;
    },
  };
}
