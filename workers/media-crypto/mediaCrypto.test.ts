import { proxy, transfer, wrap, expose } from "comlink";
import { expect, test } from "vitest";
import type { ParticipantId } from "../../machines/domain/ids.ts";
import { startFrameCipher } from "./cipher/frameCipher.ts";
import { frameLine, frameOf, hexOf, hkdfMaterial, passwordMaterial, pipeOf } from "./frame.fixture.ts";
import { createMediaCrypto } from "./mediaCrypto.ts";
import type { KeyMessage, MediaCryptoApi, MediaCryptoEvent, TrackPipe } from "./mediaCrypto.api.ts";

const BOB = pipeOf().participantId;
const CAROL = "@carol:example.org:DEVICE" as ParticipantId;
const keyOf = (seed: number) => hkdfMaterial(new Uint8Array(16).fill(seed));
const picture = () => frameOf({ data: new Uint8Array(100).fill(0x42), type: "delta", mimeType: "video/VP8" });

/** A service with its key port, a clock turned by hand and everything that it reports. */
function start() {
  let time = 0;
  const mediaCrypto = createMediaCrypto({ now: () => time, cipher: startFrameCipher() });
  const port = { onmessage: null } as unknown as MessagePort;
  mediaCrypto.acceptKeyPort(port);
  const events: string[] = [];
  mediaCrypto.follow((event) => events.push(wordsOf(event)));
  return {
    mediaCrypto,
    events,
    advance: (ms: number) => void (time += ms),
    tell: (data: KeyMessage) => port.onmessage?.({ data } as MessageEvent),
    line: (kind: "encrypt" | "decrypt", over: Partial<TrackPipe> = {}) =>
      frameLine((readable, writable) => mediaCrypto[kind](pipeOf(over), readable, writable)),
  };
}

function wordsOf(event: MediaCryptoEvent): string {
  return [event.type, "reason" in event ? event.reason : "keyIndex" in event ? event.keyIndex : event.trackId].join(
    " ",
  );
}

/** One encrypted picture of a sender with `key` at `keyIndex`. */
async function sealed(key: CryptoKey, keyIndex: number): Promise<Uint8Array> {
  const sender = start();
  sender.tell({ kind: "ownKey.set", keyIndex, key });
  sender.tell({ kind: "ownKey.use", keyIndex });
  const out = await sender.line("encrypt").through(picture());
  if (out === null) throw new Error("The picture was not encrypted");
  return new Uint8Array(out.data);
}
const asFrame = (data: Uint8Array) => frameOf({ data, type: "delta", mimeType: "video/VP8" });

test("[MC1] nothing is sent before there is a key in use, and it says so once", async () => {
  const { tell, line, events, advance } = start();
  const pipe = line("encrypt");
  for (let count = 0; count < 50; count += 1) expect(await pipe.through(picture())).toBeNull();
  tell({ kind: "ownKey.set", keyIndex: 0, key: await keyOf(1) });
  advance(5_000);
  expect(await pipe.through(picture())).toBeNull();
  tell({ kind: "ownKey.use", keyIndex: 0 });
  expect(await pipe.through(picture())).not.toBeNull();
  expect(events).toEqual(["frames.withheld missing-key", "frames.encrypted 0"]);
});

test("[MC2] the old key is used until the new one is chosen; a chosen key that never came sends nothing", async () => {
  const { tell, line } = start();
  const pipe = line("encrypt");
  const keyIndexSent = async () => new Uint8Array((await pipe.through(picture()))?.data ?? new ArrayBuffer(0)).at(-1);
  tell({ kind: "ownKey.set", keyIndex: 255, key: await keyOf(1) });
  tell({ kind: "ownKey.use", keyIndex: 255 });
  tell({ kind: "ownKey.set", keyIndex: 0, key: await keyOf(2) });
  expect(await keyIndexSent()).toBe(255);
  tell({ kind: "ownKey.use", keyIndex: 0 });
  expect(await keyIndexSent()).toBe(0);
  tell({ kind: "ownKey.use", keyIndex: 7 });
  expect(await keyIndexSent()).toBeUndefined();
});

test("[MC3] a key that comes late is used at once, however many frames were lost before", async () => {
  const { tell, line, events } = start();
  const [key, pipe] = [await keyOf(3), line("decrypt")];
  const data = await sealed(key, 9);
  for (let count = 0; count < 60; count += 1) expect(await pipe.through(asFrame(data))).toBeNull();
  tell({ kind: "key.set", participantId: CAROL, keyIndex: 9, key });
  expect(await pipe.through(asFrame(data))).toBeNull();
  tell({ kind: "key.set", participantId: BOB, keyIndex: 9, key });
  expect(hexOf((await pipe.through(asFrame(data)))?.data ?? new ArrayBuffer(0))).toBe("42".repeat(100));
  expect(events).toEqual(["frames.rejected missing-key", "frames.decrypted 9"]);
});

test("[MC4] a wrong key that is replaced by the right one is recovered from at once", async () => {
  const { tell, line, events, advance } = start();
  const pipe = line("decrypt");
  const data = await sealed(await keyOf(3), 0);
  tell({ kind: "key.set", participantId: BOB, keyIndex: 0, key: await keyOf(4) });
  for (let count = 0; count < 40; count += 1) expect(await pipe.through(asFrame(data))).toBeNull();
  advance(60_000);
  tell({ kind: "key.set", participantId: BOB, keyIndex: 0, key: await keyOf(3) });
  expect(await pipe.through(asFrame(data))).not.toBeNull();
  expect(events).toEqual(["frames.rejected invalid-key", "frames.decrypted 0"]);
});

test(
  "[MC5] bad frames do not stop good ones, and are reported once a second at most",
  { timeout: 60_000 },
  async () => {
    const { tell, line, events, advance, mediaCrypto } = start();
    const [key, pipe] = [await keyOf(3), line("decrypt")];
    const data = await sealed(key, 0);
    tell({ kind: "key.set", participantId: BOB, keyIndex: 0, key });
    for (let count = 0; count < 100; count += 1) {
      for (let bad = 0; bad < 4; bad += 1)
        expect(await pipe.through(asFrame(data.map((byte, index) => (index === 20 ? byte ^ 1 : byte))))).toBeNull();
      expect(await pipe.through(asFrame(data))).not.toBeNull();
      advance(20);
    }
    expect(events.filter((event) => event === "frames.rejected invalid-key").length).toBeLessThanOrEqual(2);
    expect(mediaCrypto.readCounters()[0]).toMatchObject({ direction: "decrypt", passed: 100, invalidKey: 400 });
  },
);

test("[MC6] a password is everybody's key, ours too; when keys are cleared nothing goes in or out", async () => {
  const { tell, line } = start();
  const [out, back] = [line("encrypt", { trackId: "own" }), line("decrypt")];
  tell({ kind: "sharedKey.set", keyIndex: 0, key: await passwordMaterial("secret") });
  const sent = await out.through(picture());
  const data = new Uint8Array(sent?.data ?? new ArrayBuffer(0));
  expect(await back.through(asFrame(data))).not.toBeNull();
  tell({ kind: "keys.cleared" });
  expect(await back.through(asFrame(data))).toBeNull();
  expect(await out.through(picture())).toBeNull();
});

test("[MC7] only the first key port is heard, and only well-formed messages", async () => {
  const mediaCrypto = createMediaCrypto();
  const [first, second] = [new MessageChannel(), new MessageChannel()];
  expect(mediaCrypto.acceptKeyPort(first.port1)).toBe(true);
  expect(mediaCrypto.acceptKeyPort(second.port1)).toBe(false);
  const pipe = frameLine((readable, writable) => mediaCrypto.encrypt(pipeOf(), readable, writable));
  const key = await keyOf(1);
  for (const junk of [
    null,
    1,
    {},
    { kind: "ownKey.set", keyIndex: 256, key },
    { kind: "ownKey.set", keyIndex: 0, key: "secret" },
    { kind: "key.set", keyIndex: 0, key },
  ])
    first.port2.postMessage(junk);
  for (const { port2 } of [second, first])
    port2.postMessage({ kind: "ownKey.set", keyIndex: 0, key } satisfies KeyMessage);
  second.port2.postMessage({ kind: "ownKey.use", keyIndex: 0 } satisfies KeyMessage);
  expect(await pipe.through(picture())).toBeNull();
  first.port2.postMessage({ kind: "ownKey.use", keyIndex: 0 } satisfies KeyMessage);
  await expect.poll(() => pipe.through(picture())).not.toBeNull();
  for (const { port1, port2 } of [first, second]) [port1, port2].forEach((port) => port.close());
});

test("[MC8] a reused transceiver's pipe goes on with the new member's key, and passes nothing in between", async () => {
  const { mediaCrypto, tell, line, events } = start();
  const [bobKey, carolKey, pipe] = [await keyOf(3), await keyOf(4), line("decrypt")];
  const [fromBob, fromCarol] = [await sealed(bobKey, 0), await sealed(carolKey, 0)];
  tell({ kind: "key.set", participantId: BOB, keyIndex: 0, key: bobKey });
  tell({ kind: "key.set", participantId: CAROL, keyIndex: 0, key: carolKey });
  expect(await pipe.through(asFrame(fromBob))).not.toBeNull();
  mediaCrypto.release({ connectionId: "sfu-1", trackId: "track-1" });
  await pipe.push(asFrame(fromBob));
  mediaCrypto.retarget("track-1", pipeOf({ trackId: "track-2", participantId: CAROL }));
  expect(await pipe.through(asFrame(fromBob))).toBeNull();
  expect(await pipe.through(asFrame(fromCarol))).not.toBeNull();
  await pipe.end();
  await expect.poll(() => mediaCrypto.readCounters()).toEqual([]);
  expect(events).toEqual(["frames.decrypted 0", "frames.ended track-1", "frames.decrypted 0", "frames.ended track-2"]);
});

test("[MC8] a released sender sends nothing until it has a track again", async () => {
  const { mediaCrypto, tell, line } = start();
  const pipe = line("encrypt");
  tell({ kind: "ownKey.set", keyIndex: 0, key: await keyOf(1) });
  tell({ kind: "ownKey.use", keyIndex: 0 });
  mediaCrypto.release({ connectionId: "sfu-1", trackId: "track-1" });
  await pipe.push(picture());
  mediaCrypto.retarget("track-1", pipeOf({ trackId: "track-2" }));
  const next = picture();
  expect(await pipe.through(next)).toBe(next);
  expect(mediaCrypto.readCounters()).toMatchObject([{ trackId: "track-2", passed: 1 }]);
});

test("[MC9] trailers and payload types of one SFU do not count for another", async () => {
  const { mediaCrypto, line, tell } = start();
  const trailer = new Uint8Array([9, 8, 7]);
  const blank = frameOf({ data: Uint8Array.from([0xf8, 0xff, 0xfe, ...new Uint8Array(77), ...trailer]) });
  const here = line("decrypt", { media: "audio" });
  const there = line("decrypt", { media: "audio", connectionId: "sfu-2" });
  mediaCrypto.setSifTrailer("sfu-1", trailer);
  expect(await there.through(blank)).toBeNull();
  expect(await here.through(blank)).not.toBeNull();

  tell({ kind: "ownKey.set", keyIndex: 0, key: await keyOf(1) });
  tell({ kind: "ownKey.use", keyIndex: 0 });
  mediaCrypto.setPayloadTypes("sfu-1", new Map([[98, "av1"]]));
  const unnamed = () => frameOf({ data: new Uint8Array(50), type: "delta", payloadType: 98 });
  expect(await line("encrypt", { trackId: "a" }).through(unnamed())).toBeNull();
  expect(await line("encrypt", { trackId: "b", connectionId: "sfu-2" }).through(unnamed())).not.toBeNull();
});

test("[MC10] whoever follows late learns how each pipe stands, and hears nothing after stopping", async () => {
  const { mediaCrypto, line, tell } = start();
  const pipe = line("encrypt");
  await pipe.through(picture());
  const heard: string[] = [];
  const stop = mediaCrypto.follow((event) => heard.push(wordsOf(event)));
  stop();
  tell({ kind: "ownKey.set", keyIndex: 0, key: await keyOf(1) });
  tell({ kind: "ownKey.use", keyIndex: 0 });
  await pipe.through(picture());
  expect(heard).toEqual(["frames.withheld missing-key"]);
});

test("[MC11] a frame that cannot be touched is lost alone", async () => {
  const { mediaCrypto, line, tell } = start();
  const pipe = line("decrypt");
  const [key, broken] = [await keyOf(3), picture()];
  tell({ kind: "key.set", participantId: BOB, keyIndex: 0, key });
  Object.defineProperty(broken, "data", {
    get: () => {
      throw new TypeError("detached");
    },
  });
  expect(await pipe.through(broken)).toBeNull();
  expect(await pipe.through(asFrame(await sealed(key, 0)))).not.toBeNull();
  expect(mediaCrypto.readCounters()[0]).toMatchObject({ unreadable: 1, passed: 1 });
});

test("[MC12] the api works across threads: ports and streams are transferred, followers are called back and stopped", async () => {
  const mediaCrypto = createMediaCrypto();
  const { port1, port2 } = new MessageChannel();
  expose({ ...mediaCrypto, follow: (onEvent) => proxy(mediaCrypto.follow(onEvent)) } satisfies MediaCryptoApi, port1);
  const remote = wrap<MediaCryptoApi>(port2);
  const keys = new MessageChannel();
  expect(await remote.acceptKeyPort(transfer(keys.port1, [keys.port1]))).toBe(true);
  const stop = (await remote.follow(proxy(() => {}))) as () => Promise<void>;
  const { readable, writable } = new TransformStream();
  await remote.decrypt(pipeOf(), transfer(readable, [readable]), transfer(writable, [writable]));
  expect(await remote.readCounters()).toMatchObject([{ trackId: "track-1", passed: 0 }]);
  await stop();
  for (const port of [port1, port2, keys.port2]) port.close();
});
