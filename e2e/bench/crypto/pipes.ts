import type { ParticipantId } from "../../../machines/domain/ids.ts";
import { measurePace } from "../../../workers/media-crypto/cipherPace.ts";
import { startFrameCipher } from "../../../workers/media-crypto/cipher/frameCipher.ts";
import { createMediaCrypto } from "../../../workers/media-crypto/mediaCrypto.ts";
import type { BenchCase, Side } from "./benchCases.ts";
import type { BenchFrame } from "./frames.ts";

const MEMBER = "@bench:example.org:DEVICE" as ParticipantId;
const KEY_INDEX = 3;
const RAW_KEY = Uint8Array.from({ length: 16 }, (_, index) => index);

/** Lays a pipe of one side from `readable` to `writable`. */
export interface Pipes {
  readonly lay: (
    side: Side,
    facts: Pick<BenchCase, "direction" | "codec">,
    readable: ReadableStream<BenchFrame>,
    writable: WritableStream<BenchFrame>,
  ) => void;
}

type Message = { readonly kind: string; readonly data: Record<string, unknown> };
type Handler = (event: { readonly data: Message }) => void;

/** LiveKit's worker, running in this one: it reads `onmessage`, which is taken from it, and answers by `postMessage`. */
async function startLivekit(key: CryptoKey): Promise<Handler> {
  const scope = globalThis as unknown as { onmessage: Handler | null; postMessage: (message: Message) => void };
  let onEnabled = () => {};
  scope.postMessage = ({ kind }) => kind === "enable" && onEnabled();
  await import("livekit-client/e2ee-worker");
  const receive = scope.onmessage;
  if (receive === null) throw new Error("LiveKit's worker does not listen");
  scope.onmessage = null;
  const send = (kind: string, data: Record<string, unknown>) => receive({ data: { kind, data } });
  const keyProviderOptions = {
    sharedKey: false,
    ratchetSalt: "LKFrameEncryptionKey",
    ratchetWindowSize: 10,
    failureTolerance: 10,
    keyringSize: 256,
    keySize: 128,
  };
  send("init", { loglevel: "silent", keyProviderOptions });
  const participantIdentity = MEMBER;
  send("setKey", { participantIdentity, isPublisher: true, key, keyIndex: KEY_INDEX, updateCurrentKeyIndex: true });
  const enabled = new Promise<void>((resolve) => (onEnabled = resolve));
  send("enable", { enabled: true, participantIdentity });
  await enabled;
  return receive;
}

/** Both workers' work in one thread, with one key. */
export async function startPipes(): Promise<Pipes> {
  const key = await crypto.subtle.importKey("raw", RAW_KEY, "HKDF", false, ["deriveBits", "deriveKey"]);
  const livekit = await startLivekit(key);
  const cipher = startFrameCipher();
  const pace = await measurePace(cipher);
  const ours = createMediaCrypto({ cipher, pace: () => pace });
  const port = { onmessage: null } as unknown as MessagePort;
  ours.acceptKeyPort(port);
  for (const data of [
    { kind: "ownKey.set", keyIndex: KEY_INDEX, key },
    { kind: "ownKey.use", keyIndex: KEY_INDEX },
    { kind: "key.set", participantId: MEMBER, keyIndex: KEY_INDEX, key },
  ])
    port.onmessage?.({ data } as MessageEvent);
  let tracks = 0;
  return {
    lay: (side, { direction, codec }, readableStream, writableStream) => {
      tracks += 1;
      const trackId = `${side}-${tracks}`;
      if (side === "floor") void readableStream.pipeTo(writableStream);
      else if (side === "livekit") {
        const kind = direction === "encrypt" ? "encode" : "decode";
        const data = { participantIdentity: MEMBER, readableStream, writableStream, trackId, hasPacketTrailer: false };
        livekit({ data: { kind, data: codec === null ? data : { ...data, codec } } });
      } else {
        const media = codec === null ? "audio" : "video";
        const pipe = {
          connectionId: "sfu",
          trackId,
          participantId: MEMBER,
          media,
          codec,
          hasPacketTrailer: false,
        } as const;
        ours[direction](pipe, readableStream, writableStream);
      }
    },
  };
}
