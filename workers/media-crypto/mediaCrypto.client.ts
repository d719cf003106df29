import { proxy, transfer, wrap } from "comlink";
import type { MediaCryptoApi, MediaCryptoClient } from "./mediaCrypto.api.ts";

/** The near side of `worker`, a started media-crypto realm. */
export function mediaCryptoClient(worker: Worker): MediaCryptoClient {
  const remote = wrap<MediaCryptoApi>(worker);
  return {
    acceptKeyPort: (port) => remote.acceptKeyPort(transfer(port, [port])),
    encrypt: (pipe, readable, writable) =>
      remote.encrypt(pipe, transfer(readable, [readable]), transfer(writable, [writable])),
    decrypt: (pipe, readable, writable) =>
      remote.decrypt(pipe, transfer(readable, [readable]), transfer(writable, [writable])),
    retarget: (previousTrackId, pipe) => remote.retarget(previousTrackId, pipe),
    release: ({ connectionId, trackId }) => remote.release({ connectionId, trackId }),
    setSifTrailer: (connectionId, trailer) => remote.setSifTrailer(connectionId, trailer),
    setPayloadTypes: (connectionId, codecByPayloadType) => remote.setPayloadTypes(connectionId, codecByPayloadType),
    encryptPacket: (payload) => remote.encryptPacket(payload),
    decryptPacket: (participantId, packet) => remote.decryptPacket(participantId, packet),
    follow: async (onEvent) => {
      // What comes back is a proxy of the far function, whatever its type says: calling it answers later.
      const stop = (await remote.follow(proxy(onEvent))) as () => Promise<void>;
      return () => void stop();
    },
    readCounters: () => remote.readCounters(),
    worker,
  };
}
