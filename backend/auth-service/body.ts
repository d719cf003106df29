import type { Readable } from "node:stream";

/** No request of ours is larger than a few hundred bytes; a webhook has a few thousand. */
const MAX_BODY_BYTES = 64 * 1024;
/**
 * How much of a body that is too large is taken in and dropped before the answer is given: a proxy that is still sending when
 * its connection ends tells its client of a bad gateway.
 */
export const MAX_DRAINED_BYTES = 8 * 1024 * 1024;

/** Stands for a body that was too large. */
export const TOO_LARGE = Symbol("a body that was too large");

/** Reads a request's body as UTF-8. @returns `TOO_LARGE` once as much of a larger one has come as is drained */
export function readBody(payload: Readable): Promise<string | typeof TOO_LARGE> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    payload.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
      else chunks.length = 0;
      if (size > MAX_DRAINED_BYTES) resolve(TOO_LARGE);
    });
    payload.on("end", () => resolve(size > MAX_BODY_BYTES ? TOO_LARGE : Buffer.concat(chunks).toString("utf8")));
    payload.on("error", reject);
    payload.on("close", () => reject(new Error("the caller went away"))); // of no effect after the end
  });
}
