import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import type { ParticipantId } from "../../machines/domain/ids.ts";
import { FAR } from "./cipherPace.ts";
import { startFrameCipher } from "./cipher/frameCipher.ts";
import type { EncodedFrame } from "./encodedFrame.ts";
import { frameOf, hexOf, hkdfMaterial, pipeOf, taken } from "./frame.fixture.ts";
import { pumpFrames } from "./framePump.ts";
import { createMediaCrypto } from "./mediaCrypto.ts";
import type { KeyMessage } from "./mediaCrypto.api.ts";

const MEMBERS = 25;
const key = (seed: number) => hkdfMaterial(new Uint8Array(16).fill(seed));

function start(pace = FAR) {
  const cipher = startFrameCipher();
  const mediaCrypto = createMediaCrypto({ cipher, pace: () => pace });
  const port = { onmessage: null } as unknown as MessagePort;
  mediaCrypto.acceptKeyPort(port);
  return { mediaCrypto, cipher, tell: (data: KeyMessage) => port.onmessage?.({ data } as MessageEvent) };
}

/** A stream of `frames` that ends, and everything that comes out at the other end of what `attach` lays. */
async function flow(
  frames: readonly EncodedFrame[],
  attach: (readable: ReadableStream, writable: WritableStream) => void,
): Promise<EncodedFrame[]> {
  const out: EncodedFrame[] = [];
  await new Promise<void>((resolve) => {
    const readable = new ReadableStream<EncodedFrame>({
      start: (controller) => {
        for (const frame of frames) controller.enqueue(frame);
        controller.close();
      },
    });
    attach(
      readable,
      new WritableStream({ write: (frame: EncodedFrame) => void out.push(taken(frame)), close: resolve }),
    );
  });
  return out;
}

/** Long frames take WebCrypto's way, short ones the quick one, through the wrap of time and a change of sender. */
const mixed = () =>
  Array.from({ length: 120 }, (_, index) =>
    frameOf({
      data: new Uint8Array(index % 3 === 0 ? 9_000 : 100 + index).fill(index),
      type: index % 50 === 0 ? "key" : "delta",
      mimeType: "video/VP8",
      timestamp: (0xffff_0000 + index * 3_000) >>> 0,
      synchronizationSource: index < 60 ? 0xffff_ffff : 0,
    }),
  );

test.each([
  { maxInFlight: 8, quickBytes: 4_096 },
  { maxInFlight: 1, quickBytes: 4_096 },
])(
  "[MC18] frames leave in the order in which they came, whichever cipher is done first: %j",
  { timeout: 60_000 },
  async (pace) => {
    const { mediaCrypto, tell } = start(pace);
    const own = await key(1);
    tell({ kind: "ownKey.set", keyIndex: 0, key: own });
    tell({ kind: "ownKey.use", keyIndex: 0 });
    tell({ kind: "key.set", participantId: pipeOf().participantId, keyIndex: 0, key: own });
    const sent = await flow(mixed(), (readable, writable) =>
      mediaCrypto.encrypt(pipeOf({ trackId: "out" }), readable, writable),
    );
    const vectors = sent.map(({ data }) => hexOf(new Uint8Array(data).subarray(-14, -2)));
    expect(new Set(vectors).size).toBe(120);
    const received = await flow(sent, (readable, writable) => mediaCrypto.decrypt(pipeOf(), readable, writable));
    expect(received.map(({ data }) => hexOf(data))).toEqual(mixed().map(({ data }) => hexOf(data)));
  },
);

test("[MC18] no more frames than allowed are worked on at once, and dropped ones hold nobody up", async () => {
  let inFlight = 0;
  let most = 0;
  const frames = Array.from({ length: 40 }, (_, index) => frameOf({ data: Uint8Array.of(index) }));
  const begin = async (frame: EncodedFrame) => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    const at = new Uint8Array(frame.data)[0] ?? 0;
    for (let turn = 0; turn < (at * 7) % 13; turn += 1) await Promise.resolve();
    return () => {
      inFlight -= 1;
      return at % 5 !== 0;
    };
  };
  const out = await flow(frames, (readable, writable) => void pumpFrames(readable, writable, begin, () => 4));
  const expected = frames.filter((_, index) => index % 5 !== 0);
  expect(out).toEqual(expected);
  expect(most).toBeLessThanOrEqual(4);
  expect(most).toBeGreaterThan(1);
});

/** Bytes in use after everything unreachable is gone. */
function usedBytes(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

test("[MC19] memory stays flat over an hour of 25 with a new key each minute", { timeout: 120_000 }, async () => {
  const { mediaCrypto, cipher, tell } = start();
  const members = Array.from({ length: MEMBERS }, (_, index) => `@member${index}:example.org:DEVICE` as ParticipantId);
  const minute = async (count: number) => {
    const [keyIndex, minutesKey] = [count % 256, await key(count % 256)];
    tell({ kind: "ownKey.set", keyIndex, key: minutesKey });
    tell({ kind: "ownKey.use", keyIndex });
    for (const participantId of members) tell({ kind: "key.set", participantId, keyIndex, key: minutesKey });
    const plain = Array.from({ length: 40 }, (_, index) => frameOf({ data: new Uint8Array(80 + index * 40) }));
    const sent = await flow(plain, (readable, writable) => mediaCrypto.encrypt(pipeOf(), readable, writable));
    for (const participantId of members) {
      const frames = sent.map(({ data }) => frameOf({ data: new Uint8Array(data) }));
      const pipe = pipeOf({ participantId, trackId: participantId });
      const received = await flow(frames, (readable, writable) => mediaCrypto.decrypt(pipe, readable, writable));
      expect(received).toHaveLength(plain.length);
    }
  };
  for (let count = 0; count < 15; count += 1) await minute(count);
  const [cipherBytes, bytes] = [cipher?.frame().buffer.byteLength, usedBytes()];
  for (let count = 15; count < 60; count += 1) await minute(count);
  expect(cipher?.frame().buffer.byteLength).toBe(cipherBytes);
  // The keys themselves are kept, at some hundred bytes each, until their index is used again.
  expect(usedBytes() - bytes).toBeLessThan(45 * MEMBERS * 4_000);
  tell({ kind: "keys.cleared" });
});

test("[MC19] memory of a frame that the far side took is given back at once", async () => {
  const given: ArrayBuffer[] = [];
  const writable = new WritableStream({ write: (frame: EncodedFrame) => void given.push(frame.data) });
  const frames = [9_000, 20].map((bytes) => frameOf({ data: new Uint8Array(bytes) }));
  const readable = new ReadableStream<EncodedFrame>({
    start: (controller) => {
      for (const frame of frames) controller.enqueue(frame);
      controller.close();
    },
  });
  await pumpFrames(
    readable,
    writable,
    () => () => true,
    () => 1,
  );
  // Small ones are left to the garbage collector, which is cheaper.
  expect(given.map(({ byteLength }) => byteLength)).toEqual([0, 20]);
});
