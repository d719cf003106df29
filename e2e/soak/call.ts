import { setTimeout as wait } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { KeyIndex, ParticipantId } from "../../machines/domain/ids.ts";
import { startFrameCipher } from "../../workers/media-crypto/cipher/frameCipher.ts";
import { measurePace } from "../../workers/media-crypto/cipherPace.ts";
import type { FrameCounters, KeyMessage } from "../../workers/media-crypto/mediaCrypto.api.ts";
import { createMediaCrypto, type MediaCrypto } from "../../workers/media-crypto/mediaCrypto.ts";
import { createIvSource } from "../../workers/media-crypto/frameIv.ts";

const MEMBERS = 25;
/** A voice has 50 frames a second, a picture 20; each has this many bytes, and a whole picture each five seconds more. */
const VOICE = { perSecond: 50, bytes: 110 };
const PICTURE = { perSecond: 20, bytes: 900, wholeBytes: 30_000, wholeEverySeconds: 5 };
const KEY_SECONDS = 60;
/** One frame in so many is damaged on its way. */
const DAMAGED_EVERY = 997;
const REPORT_MINUTES = 10;
/** What the engine may keep for itself. */
const MOST_GROWTH_BYTES = 10_000_000;

class Frame {
  data: ArrayBuffer;
  readonly timestamp: number;
  declare type?: "key" | "delta";
  readonly #metadata: { readonly synchronizationSource: number; readonly mimeType: string };
  constructor(data: ArrayBuffer, timestamp: number, ssrc: number, type: "key" | "delta" | null) {
    this.data = data;
    this.timestamp = timestamp;
    if (type !== null) this.type = type;
    this.#metadata = { synchronizationSource: ssrc, mimeType: type === null ? "audio/opus" : "video/VP8" };
  }
  getMetadata() {
    return this.#metadata;
  }
}

interface Service {
  readonly mediaCrypto: MediaCrypto;
  readonly tell: (message: KeyMessage) => void;
}

/** One track from its sender's encoder to the receiver's decoder. */
interface Line {
  readonly send: (frame: Frame) => void;
  readonly end: () => void;
}

/** Bytes in use after everything unreachable is gone. */
function usedBytes(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/**
 * A call in which 25 members are heard and seen by one more, with a new key for each every minute. @returns whether every
 * frame arrived but the damaged, those were counted, and memory stayed flat after the first report
 */
export async function soakCall(input: {
  readonly minutes: number;
  readonly isPaced: boolean;
  readonly say: (line: string) => void;
}): Promise<boolean> {
  const cipher = startFrameCipher();
  const pace = await measurePace(cipher);
  const nextIv = createIvSource();
  const start = (): Service => {
    const mediaCrypto = createMediaCrypto({ cipher, nextIv, pace: () => pace });
    const port = { onmessage: null } as unknown as MessagePort;
    mediaCrypto.acceptKeyPort(port);
    return { mediaCrypto, tell: (data) => port.onmessage?.({ data } as MessageEvent) };
  };
  const receiver = start();
  let [sent, damaged, arrived] = [0, 0, 0];

  const lineOf = (sender: Service, participantId: ParticipantId, media: "audio" | "video"): Line => {
    const pipe = {
      connectionId: "sfu",
      trackId: `${participantId}-${media}`,
      participantId,
      media,
      hasPacketTrailer: false,
    };
    const target = { ...pipe, codec: media === "audio" ? null : "vp8" } as const;
    let entry: ReadableStreamDefaultController<Frame> | null = null;
    let exit: ReadableStreamDefaultController<Frame> | null = null;
    const relay = (frame: Frame) => {
      sent += 1;
      // The way takes a copy, as a browser does.
      frame.data = frame.data.slice(0);
      if (sent % DAMAGED_EVERY === 0) {
        damaged += 1;
        const bytes = new Uint8Array(frame.data);
        bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
      }
      exit?.enqueue(frame);
    };
    const opened = new ReadableStream<Frame>({ start: (controller) => void (entry = controller) });
    const between = new ReadableStream<Frame>({ start: (controller) => void (exit = controller) });
    sender.mediaCrypto.encrypt(target, opened, new WritableStream({ write: relay }));
    receiver.mediaCrypto.decrypt(target, between, new WritableStream({ write: () => void (arrived += 1) }));
    return {
      send: (frame) => entry?.enqueue(frame),
      end: () => {
        entry?.close();
        exit?.close();
      },
    };
  };

  const members = Array.from({ length: MEMBERS }, (_, index) => {
    const participantId = `@member${index}:example.org:DEVICE` as ParticipantId;
    const sender = start();
    return {
      participantId,
      sender,
      ssrc: index * 2,
      voice: lineOf(sender, participantId, "audio"),
      picture: lineOf(sender, participantId, "video"),
    };
  });

  const changeKeys = async (keyIndex: KeyIndex) => {
    for (const { participantId, sender } of members) {
      const raw = crypto.getRandomValues(new Uint8Array(16));
      const key = await crypto.subtle.importKey("raw", raw, "HKDF", false, ["deriveBits", "deriveKey"]);
      receiver.tell({ kind: "key.set", participantId, keyIndex, key });
      sender.tell({ kind: "ownKey.set", keyIndex, key });
      sender.tell({ kind: "ownKey.use", keyIndex });
    }
  };
  const sum = (of: (counters: FrameCounters) => number) =>
    receiver.mediaCrypto.readCounters().reduce((total, counters) => total + of(counters), 0);
  /** Voices and pictures of one second, and the time until they have all come through. */
  const second = async (at: number) => {
    const before = sent;
    for (const { ssrc, voice, picture } of members) {
      for (let count = 0; count < VOICE.perSecond; count += 1)
        voice.send(new Frame(new ArrayBuffer(VOICE.bytes), (at * 48_000 + count * 960) >>> 0, ssrc, null));
      for (let count = 0; count < PICTURE.perSecond; count += 1) {
        const isWhole = count === 0 && at % PICTURE.wholeEverySeconds === 0;
        const data = new ArrayBuffer(isWhole ? PICTURE.wholeBytes : PICTURE.bytes);
        picture.send(new Frame(data, (at * 90_000 + count * 4_500) >>> 0, ssrc + 1, isWhole ? "key" : "delta"));
      }
    }
    const expected = before + MEMBERS * (VOICE.perSecond + PICTURE.perSecond);
    while (sent < expected || sum(({ passed, invalidKey }) => passed + invalidKey) < expected) await wait(1);
  };

  const beganAt = performance.now();
  let [firstBytes, lastBytes] = [0, 0];
  for (let at = 0; at < input.minutes * 60; at += 1) {
    if (at % KEY_SECONDS === 0) await changeKeys((at / KEY_SECONDS) % 256);
    await second(at);
    if (input.isPaced) await wait(Math.max(0, (at + 1) * 1_000 - (performance.now() - beganAt)));
    const minutes = (at + 1) / 60;
    if (minutes % REPORT_MINUTES !== 0) continue;
    lastBytes = usedBytes();
    if (firstBytes === 0) firstBytes = lastBytes;
    const [megabytes, wasmKilobytes] = [lastBytes / 1e6, (cipher?.frame().buffer.byteLength ?? 0) / 1024];
    input.say(
      `${minutes} min: ${sent} frames sent, ${arrived} arrived, ${damaged} damaged, ` +
        `${sum(({ invalidKey }) => invalidKey)} dropped as such, ${sum(({ missingKey, unencrypted, unreadable }) => missingKey + unencrypted + unreadable)} otherwise; ` +
        `${megabytes.toFixed(1)} MB in use, ${wasmKilobytes.toFixed(0)} kB of wasm, ${((performance.now() - beganAt) / 1_000).toFixed(0)} s`,
    );
  }
  const dropped = sum(({ invalidKey }) => invalidKey);
  for (const { voice, picture } of members) [voice, picture].forEach(({ end }) => end());
  return sent > 0 && arrived === sent - damaged && dropped === damaged && lastBytes - firstBytes < MOST_GROWTH_BYTES;
}
