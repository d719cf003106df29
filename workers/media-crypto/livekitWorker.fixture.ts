import type { SealedPacket } from "./mediaCrypto.api.ts";
import type { Bytes } from "./encodedFrame.ts";
import { frameLine, type FrameLine } from "./frame.fixture.ts";

type Message = { readonly kind: string; readonly data: Record<string, unknown> };

/** How far LiveKit's worker trusts and searches. Element Call: ring 256, window 10, tolerance 10. */
export interface LivekitOptions {
  readonly sharedKey?: boolean;
  readonly ratchetWindowSize?: number;
  readonly failureTolerance?: number;
}

/** LiveKit's own E2EE worker, running in this thread: the oracle that ours is compared with. */
export interface LivekitWorker {
  readonly setKey: (participantIdentity: string, keyIndex: number, key: CryptoKey) => Promise<void>;
  /** Ratchets `participantIdentity`'s key at `keyIndex` one step. */
  readonly ratchet: (participantIdentity: string, keyIndex: number) => Promise<void>;
  /** Encrypts and decrypts packets of the data channel. */
  readonly encryptPacket: (participantIdentity: string, payload: Bytes) => Promise<SealedPacket>;
  readonly decryptPacket: (participantIdentity: string, packet: SealedPacket) => Promise<Uint8Array>;
  readonly line: (
    kind: "encode" | "decode",
    participantIdentity: string,
    facts?: Record<string, unknown>,
  ) => Promise<FrameLine>;
}

/** Loads the worker, which only needs the names of a worker's global scope. @param instance makes one apart from others */
export async function startLivekitWorker(instance: string, options: LivekitOptions = {}): Promise<LivekitWorker> {
  const answers = new EventTarget();
  const scope: Record<string, unknown> = globalThis as never;
  Object.assign(scope, {
    self: globalThis,
    onmessage: null,
    RTCEncodedAudioFrame: class {},
    RTCEncodedVideoFrame: class {},
  });
  scope["postMessage"] = ({ kind, data }: Message) => {
    answers.dispatchEvent(new Event(kind));
    answers.dispatchEvent(new CustomEvent(`${kind} ${String(data?.["uuid"])}`, { detail: data }));
  };
  await import(/* @vite-ignore */ `livekit-client/e2ee-worker?${instance}`);
  const receive = scope["onmessage"] as (event: { readonly data: Message }) => void;

  const send = (kind: string, data: Record<string, unknown>) => receive({ data: { kind, data } });
  /** Resolves when everything sent so far has been worked off: messages are answered in order. */
  const settled = (participantIdentity: string) => {
    const answered = new Promise<void>((resolve) =>
      answers.addEventListener("enable", () => resolve(), { once: true }),
    );
    send("enable", { enabled: true, participantIdentity });
    return answered;
  };

  const answerTo = (kind: string, data: Record<string, unknown>) =>
    new Promise<Record<string, unknown>>((resolve) => {
      const uuid = crypto.randomUUID();
      answers.addEventListener(`${kind}Response ${uuid}`, (event) => resolve((event as CustomEvent).detail), {
        once: true,
      });
      send(`${kind}Request`, { ...data, uuid });
    });

  let lines = 0;
  send("init", {
    loglevel: "silent",
    keyProviderOptions: {
      sharedKey: false,
      ratchetSalt: "LKFrameEncryptionKey",
      ratchetWindowSize: 10,
      failureTolerance: 10,
      keyringSize: 256,
      keySize: 128,
      ...options,
    },
  });
  return {
    setKey: (participantIdentity, keyIndex, key) => {
      send("setKey", { participantIdentity, isPublisher: false, key, keyIndex, updateCurrentKeyIndex: true });
      return settled(participantIdentity);
    },
    ratchet: async (participantIdentity, keyIndex) => {
      const ratcheted = new Promise<void>((resolve) =>
        answers.addEventListener("ratchetKey", () => resolve(), { once: true }),
      );
      send("ratchetRequest", { participantIdentity, keyIndex });
      await ratcheted;
    },
    encryptPacket: async (participantIdentity, payload) =>
      (await answerTo("encryptData", { payload, participantIdentity })) as unknown as SealedPacket,
    decryptPacket: async (participantIdentity, packet) =>
      (await answerTo("decryptData", { ...packet, participantIdentity }))["payload"] as Uint8Array,
    line: async (kind, participantIdentity, facts = {}) => {
      lines += 1;
      const trackId = `${instance}-${lines}`;
      const line = frameLine((readableStream, writableStream) =>
        send(kind, { participantIdentity, readableStream, writableStream, trackId, hasPacketTrailer: false, ...facts }),
      );
      await settled(participantIdentity);
      return line;
    },
  };
}
