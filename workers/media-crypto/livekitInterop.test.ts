import fc from "fast-check";
import { expect, test } from "vitest";
import type { ParticipantId } from "../../machines/domain/ids.ts";
import { withLongStartCodes } from "./annexB.ts";
import { FAR } from "./cipherPace.ts";
import { startFrameCipher, type FrameCipher } from "./cipher/frameCipher.ts";
import { sampleFrame, type Sample } from "./frame.arbitrary.ts";
import { frameLine, frameOf, hexOf, hkdfMaterial, passwordMaterial, pipeOf, type FrameLine } from "./frame.fixture.ts";
import { codecOfFrame, headerOf } from "./frameHeader.ts";
import { startLivekitWorker } from "./livekitWorker.fixture.ts";
import { createMediaCrypto } from "./mediaCrypto.ts";
import type { KeyMessage, VideoCodec } from "./mediaCrypto.api.ts";

const LIVEKIT_USER = "@livekit:example.org:DEVICE" as ParticipantId;
const OUR_USER = "@parley:example.org:DEVICE" as ParticipantId;
const RUNS = 200;
/** Half a second on an idle machine. */
const GENEROUS = { timeout: 60_000 };
const randomKey = () => hkdfMaterial(crypto.getRandomValues(new Uint8Array(16)));

/** The ways that frames can take. */
const ways = [
  { way: "the quick cipher", cipher: startFrameCipher(), quickBytes: 32_768 },
  { way: "the audited one", cipher: startFrameCipher("audited"), quickBytes: 32_768 },
  { way: "WebCrypto, put together in the cipher's memory", cipher: startFrameCipher(), quickBytes: 0 },
  { way: "WebCrypto alone", cipher: null, quickBytes: 0 },
];

/** Our service with a key port, as the shell wires it. */
function startOurs(cipher: FrameCipher | null = startFrameCipher(), quickBytes = FAR.quickBytes) {
  const ours = createMediaCrypto({ cipher, pace: () => ({ ...FAR, quickBytes }) });
  const port = { onmessage: null } as unknown as MessagePort;
  ours.acceptKeyPort(port);
  const tell = (data: KeyMessage) => port.onmessage?.({ data } as MessageEvent);
  let tracks = 0;
  const line = (kind: "encrypt" | "decrypt", codec: VideoCodec | null, hasPacketTrailer = false) => {
    tracks += 1;
    const participantId = kind === "encrypt" ? OUR_USER : LIVEKIT_USER;
    const pipe = pipeOf({ participantId, codec, hasPacketTrailer, trackId: `track-${tracks}` });
    return frameLine((readable, writable) => ours[kind](pipe, readable, writable));
  };
  return { ours, tell, line };
}

/** What must arrive: the frame itself, its header with 4-byte start codes where it has some. */
function expected({ codec, facts }: Sample): string {
  const { data } = frameOf(facts);
  const header = headerOf(frameOf(facts), new Uint8Array(data), codecOfFrame(frameOf(facts), null, codec));
  if (header === null || !header.isAnnexB) return hexOf(data);
  return (
    hexOf(withLongStartCodes(new Uint8Array(data, 0, header.sizeBytes))) + hexOf(new Uint8Array(data, header.sizeBytes))
  );
}

/** Sends a sample over both lines and says what came out, after it was seen not to travel in clear. */
async function relay(sample: Sample, sender: FrameLine, receiver: FrameLine): Promise<string | null> {
  const sent = await sender.through(frameOf(sample.facts));
  if (sent === null) return null;
  expect(sent.data.byteLength).toBeGreaterThanOrEqual(sample.facts.data.length + 30);
  const received = await receiver.through(frameOf({ ...sample.facts, data: new Uint8Array(sent.data) }));
  return received && hexOf(received.data);
}

test.each(ways)(
  "[FE4] LiveKit's worker reads every frame of ours, over key changes and all key indexes: $way",
  GENEROUS,
  async ({ way, cipher, quickBytes }) => {
    const [livekit, ours] = [await startLivekitWorker(`reads ${way}`), startOurs(cipher, quickBytes)];
    const step = fc.record({
      keyIndex: fc.option(fc.integer({ min: 0, max: 255 }), { freq: 2 }),
      samples: fc.array(sampleFrame, { minLength: 1, maxLength: 4 }),
    });
    let keyIndex = 0;
    const changeKey = async (to: number) => {
      keyIndex = to;
      const key = await randomKey();
      await livekit.setKey(OUR_USER, keyIndex, key);
      ours.tell({ kind: "ownKey.set", keyIndex, key });
      ours.tell({ kind: "ownKey.use", keyIndex });
    };
    await changeKey(0);
    await fc.assert(
      fc.asyncProperty(step, async (one) => {
        if (one.keyIndex !== null) await changeKey(one.keyIndex);
        for (const sample of one.samples) {
          const receiver = await livekit.line("decode", OUR_USER, { codec: sample.codec ?? undefined });
          expect(await relay(sample, ours.line("encrypt", sample.codec), receiver)).toBe(expected(sample));
        }
      }),
      { numRuns: RUNS },
    );
  },
);

test.each(ways)(
  "[FE5] we read every frame of LiveKit's worker, over key changes and all key indexes: $way",
  GENEROUS,
  async ({ way, cipher, quickBytes }) => {
    const [livekit, ours] = [await startLivekitWorker(`writes ${way}`), startOurs(cipher, quickBytes)];
    const step = fc.record({
      keyIndex: fc.option(fc.integer({ min: 0, max: 255 }), { freq: 2 }),
      samples: fc.array(sampleFrame, { minLength: 1, maxLength: 4 }),
    });
    const changeKey = async (keyIndex: number) => {
      const key = await randomKey();
      await livekit.setKey(LIVEKIT_USER, keyIndex, key);
      ours.tell({ kind: "key.set", participantId: LIVEKIT_USER, keyIndex, key });
    };
    await changeKey(0);
    await fc.assert(
      fc.asyncProperty(step, async (one) => {
        if (one.keyIndex !== null) await changeKey(one.keyIndex);
        for (const sample of one.samples) {
          const sender = await livekit.line("encode", LIVEKIT_USER, { codec: sample.codec ?? undefined });
          expect(await relay(sample, sender, ours.line("decrypt", sample.codec))).toBe(expected(sample));
        }
      }),
      { numRuns: RUNS },
    );
  },
);

/** Frames of one track: whatever comes next, each names its codec, time goes on beyond its wrap and the sender may change. */
const track = fc.array(
  fc.record({
    sample: sampleFrame.filter(({ facts }) => facts.type === undefined || facts.mimeType !== undefined),
    isNewSsrc: fc.boolean(),
    keyIndex: fc.option(fc.integer({ min: 0, max: 255 }), { freq: 5 }),
  }),
  { minLength: 20, maxLength: 40 },
);

test.each(["to LiveKit", "from LiveKit"] as const)(
  "[FE4] [FE5] one track goes on through changes of codec, size, SSRC and key, and the wrap of time: %s",
  GENEROUS,
  async (direction) => {
    const [livekit, { tell, line }] = [await startLivekitWorker(`track ${direction}`), startOurs()];
    const isOurs = direction === "to LiveKit";
    const lines = isOurs
      ? [line("encrypt", null), await livekit.line("decode", OUR_USER)]
      : [await livekit.line("encode", LIVEKIT_USER), line("decrypt", null)];
    const [sender, receiver] = lines as [FrameLine, FrameLine];
    const changeKey = async (keyIndex: number) => {
      const key = await randomKey();
      await livekit.setKey(isOurs ? OUR_USER : LIVEKIT_USER, keyIndex, key);
      if (!isOurs) return tell({ kind: "key.set", participantId: LIVEKIT_USER, keyIndex, key });
      tell({ kind: "ownKey.set", keyIndex, key });
      tell({ kind: "ownKey.use", keyIndex });
    };
    await changeKey(0);
    let [timestamp, synchronizationSource] = [0xffff_0000, 1];
    await fc.assert(
      fc.asyncProperty(track, async (frames) => {
        for (const { sample, isNewSsrc, keyIndex } of frames) {
          timestamp = (timestamp + 3_000) >>> 0;
          if (isNewSsrc) synchronizationSource += 1;
          if (keyIndex !== null) await changeKey(keyIndex);
          const next = { codec: null, facts: { ...sample.facts, timestamp, synchronizationSource } };
          expect(await relay(next, sender, receiver)).toBe(expected(next));
        }
      }),
      { numRuns: 30 },
    );
  },
);

test("[FE6] one password makes the same key on both sides", async () => {
  const livekit = await startLivekitWorker("shared", { sharedKey: true, ratchetWindowSize: 0, failureTolerance: -1 });
  const ours = startOurs();
  const key = await passwordMaterial("correct horse battery staple");
  await livekit.setKey("", 0, key);
  ours.tell({ kind: "sharedKey.set", keyIndex: 0, key });
  const sample: Sample = { codec: "vp8", facts: { data: crypto.getRandomValues(new Uint8Array(900)), type: "delta" } };
  const decode = await livekit.line("decode", OUR_USER);
  const encode = await livekit.line("encode", LIVEKIT_USER);
  expect(await relay(sample, ours.line("encrypt", "vp8"), decode)).toBe(expected(sample));
  expect(await relay(sample, encode, ours.line("decrypt", "vp8"))).toBe(expected(sample));
});

test("[FE7] a member who ratchets unannounced is followed up to ten steps", async () => {
  const [livekit, ours] = [await startLivekitWorker("ratchet"), startOurs()];
  const key = await randomKey();
  await livekit.setKey(LIVEKIT_USER, 4, key);
  ours.tell({ kind: "key.set", participantId: LIVEKIT_USER, keyIndex: 4, key });
  const [sender, receiver] = [await livekit.line("encode", LIVEKIT_USER), ours.line("decrypt", null)];
  const sample: Sample = { codec: null, facts: { data: new Uint8Array(200).fill(7) } };
  for (const steps of [1, 3, 10]) {
    for (let step = 0; step < steps; step += 1) await livekit.ratchet(LIVEKIT_USER, 4);
    expect(await relay(sample, sender, receiver)).toBe(expected(sample));
  }
  for (let step = 0; step < 11; step += 1) await livekit.ratchet(LIVEKIT_USER, 4);
  expect(await relay(sample, sender, receiver)).toBeNull();
});

test("[FE8] metadata that LiveKit appends behind a frame is taken off", async () => {
  const [livekit, ours] = [await startLivekitWorker("metadata"), startOurs()];
  const key = await randomKey();
  await livekit.setKey(LIVEKIT_USER, 0, key);
  ours.tell({ kind: "key.set", participantId: LIVEKIT_USER, keyIndex: 0, key });
  const sender = await livekit.line("encode", LIVEKIT_USER, {
    codec: "vp8",
    packetTrailer: { timestamp: true, frameId: true },
  });
  const sample: Sample = { codec: "vp8", facts: { data: new Uint8Array(500).fill(9), type: "key" } };
  expect(await relay(sample, sender, ours.line("decrypt", "vp8", true))).toBe(expected(sample));
  expect(await relay(sample, sender, ours.line("decrypt", "vp8", false))).toBeNull();
});

test("[FE22] packets of the data channel are read in both directions, whole ones of the right key alone", async () => {
  const [livekit, { ours, tell }] = [await startLivekitWorker("packets"), startOurs()];
  const [ourKey, theirKey] = [await randomKey(), await randomKey()];
  const payload = () => crypto.getRandomValues(new Uint8Array(500));
  expect(await ours.encryptPacket(payload())).toBeNull();
  await livekit.setKey(OUR_USER, 5, ourKey);
  await livekit.setKey(LIVEKIT_USER, 9, theirKey);
  tell({ kind: "ownKey.set", keyIndex: 5, key: ourKey });
  tell({ kind: "ownKey.use", keyIndex: 5 });
  tell({ kind: "key.set", participantId: LIVEKIT_USER, keyIndex: 9, key: theirKey });
  const vectors = new Set<string>();
  for (let count = 0; count < 50; count += 1) {
    const [there, back] = [payload(), payload()];
    const sealed = await ours.encryptPacket(there);
    if (sealed === null) throw new Error("The packet was not encrypted");
    vectors.add(hexOf(sealed.iv));
    expect(hexOf(await livekit.decryptPacket(OUR_USER, sealed))).toBe(hexOf(there));
    const theirs = await livekit.encryptPacket(LIVEKIT_USER, back);
    expect(hexOf((await ours.decryptPacket(LIVEKIT_USER, theirs)) ?? new Uint8Array())).toBe(hexOf(back));
    const damaged = theirs.payload.map((byte, index) => (index === count ? byte ^ 1 : byte));
    expect(await ours.decryptPacket(LIVEKIT_USER, { ...theirs, payload: damaged })).toBeNull();
    expect(await ours.decryptPacket(LIVEKIT_USER, { ...theirs, keyIndex: 8 })).toBeNull();
    expect(await ours.decryptPacket(OUR_USER, theirs)).toBeNull();
  }
  expect(vectors.size).toBe(50);
});
