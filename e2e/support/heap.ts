import type { CDPSession, Page } from "@playwright/test";

/** Looks into the memory of a page, not of its workers. */
export interface PageHeap {
  /** Which of `texts` are in a string of the page. */
  findTexts(texts: readonly string[]): Promise<readonly string[]>;
  /** How many buffers of the page hold `bytes`. */
  countBuffersWith(bytes: Uint8Array): Promise<number>;
  /** How many objects of this class the page holds. */
  count(className: "CryptoKey"): Promise<number>;
}

async function takeSnapshot(session: CDPSession): Promise<string> {
  const chunks: string[] = [];
  const keep = ({ chunk }: { readonly chunk: string }) => void chunks.push(chunk);
  session.on("HeapProfiler.addHeapSnapshotChunk", keep);
  await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  session.off("HeapProfiler.addHeapSnapshotChunk", keep);
  return chunks.join("");
}

/** Opens the memory of `page`; the browser must write long strings into snapshots whole. */
export async function openHeap(page: Page): Promise<PageHeap> {
  const session = await page.context().newCDPSession(page);

  async function ask<T>(className: string, look: string, args: readonly unknown[] = []): Promise<T> {
    const prototype = await session.send("Runtime.evaluate", { expression: `${className}.prototype` });
    const { objects } = await session.send("Runtime.queryObjects", { prototypeObjectId: prototype.result.objectId ?? "" });
    const { result } = await session.send("Runtime.callFunctionOn", {
      objectId: objects.objectId ?? "",
      functionDeclaration: look,
      arguments: args.map((value) => ({ value })),
      returnByValue: true,
    });
    await session.send("Runtime.releaseObject", { objectId: objects.objectId ?? "" });
    return result.value as T;
  }

  return {
    async findTexts(texts) {
      const snapshot = await takeSnapshot(session);
      return texts.filter((text) => snapshot.includes(JSON.stringify(text).slice(1, -1)));
    },
    countBuffersWith: (bytes) =>
      ask(
        "ArrayBuffer",
        `function (wanted) {
          return this.filter((buffer) => {
            if (buffer.detached) return false;
            const held = new Uint8Array(buffer);
            for (let at = held.indexOf(wanted[0]); at !== -1; at = held.indexOf(wanted[0], at + 1)) {
              if (wanted.every((byte, offset) => held[at + offset] === byte)) return true;
            }
            return false;
          }).length;
        }`,
        [[...bytes]],
      ),
    count: (className) => ask(className, "function () { return this.length; }"),
  };
}
