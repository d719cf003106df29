import { BaseKeyProvider, ExternalE2EEKeyProvider, Room } from "livekit-client";
import LivekitWorker from "livekit-client/e2ee-worker?worker";
import { materialOf, type Side } from "./side.ts";

/** Keys for each member, with the options that Element Call sets. */
class MemberKeyProvider extends BaseKeyProvider {
  constructor() {
    super({ ratchetWindowSize: 10, keyringSize: 256 });
  }
  set(key: CryptoKey, identity: string, keyIndex: number): void {
    this.onSetEncryptionKey(key, identity, keyIndex);
  }
}

/** A room that LiveKit's own worker encrypts, as Element Call uses it. @param isShared whether all have one password */
export async function createLivekitSide(isShared: boolean): Promise<Side> {
  const members = new MemberKeyProvider();
  const shared = new ExternalE2EEKeyProvider({ ratchetWindowSize: 0, failureTolerance: -1 });
  const room = new Room({ e2ee: { keyProvider: isShared ? shared : members, worker: new LivekitWorker() } });
  await room.setE2EEEnabled(true);
  const set: Side["setKey"] = async (identity, keyIndex, keyHex) =>
    members.set(await materialOf(keyHex), identity, keyIndex);
  return {
    room,
    said: [],
    setKey: set,
    useOwnKey: set,
    setPassword: (password) => shared.setKey(password),
    counters: () => Promise.resolve([]),
  };
}

/** A room without any encryption: somebody who has a valid token and no key. */
export async function createPlainSide(): Promise<Side> {
  const nothing = () => Promise.resolve();
  return {
    room: new Room(),
    said: [],
    setKey: nothing,
    useOwnKey: nothing,
    setPassword: nothing,
    counters: () => Promise.resolve([]),
  };
}
