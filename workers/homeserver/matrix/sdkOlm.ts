import type { CryptoApi } from "matrix-js-sdk/lib/crypto-api/index.js";
import type { DeviceId, UserId } from "../../../machines/domain/ids.ts";
import { failed, ok, type Result } from "../../../machines/domain/result.ts";
import { path, type HttpFailure, type MatrixHttp } from "../http/matrixHttp.ts";
import type { DeviceAddress, DeviceIdentity, Olm } from "./olm.ts";

/** A message no one is sent: encrypting it opens the Olm session. */
const WARM_UP_TYPE = "app.parley.warm_up";

/** The SDK learns the devices of a room's people some time after the room itself: how many times we look, and how far apart, in ms. */
const WARM_UP_LOOKS = 8;
const WARM_UP_EVERY_MS = 400;

/** How many devices one request carries; each ciphertext is about a kilobyte. */
const BATCH_SIZE = 20;

/** Olm over the SDK's Rust crypto and our own requests: the SDK's queue tells nobody what became of a message. */
export function sdkOlm(input: {
  readonly crypto: CryptoApi;
  readonly http: MatrixHttp;
  readonly own: DeviceAddress;
  readonly followIdentities: Olm["followIdentities"];
}): Olm {
  const { crypto, http, own } = input;

  interface Sealed extends DeviceAddress {
    readonly payload: object;
  }

  async function sealOne(device: DeviceAddress, type: string, content: object): Promise<Sealed | null> {
    const sealed = await crypto
      .encryptToDeviceMessages(type, [device], content as Record<string, unknown>)
      .catch(() => null);
    const message = sealed?.batch[0];
    return message === undefined ? null : { ...device, payload: message.payload };
  }

  async function sealAll(devices: readonly DeviceAddress[], type: string, content: object): Promise<readonly Sealed[]> {
    // One device without keys makes the whole batch throw, so each is then tried alone.
    const batch = await crypto
      .encryptToDeviceMessages(type, [...devices], content as Record<string, unknown>)
      .catch(() => null);
    if (batch === null)
      return (await Promise.all(devices.map((device) => sealOne(device, type, content)))).filter(
        (sealed) => sealed !== null,
      );
    return batch.batch.map((message) => ({ ...(message as Sealed), payload: message.payload }));
  }

  async function put(batch: readonly Sealed[]): Promise<Result<null, HttpFailure>> {
    const messages: Record<string, Record<string, object>> = {};
    for (const { userId, deviceId, payload } of batch) (messages[userId] ??= {})[deviceId] = payload;
    const reply = await http.request({
      method: "PUT",
      path: path`/_matrix/client/v3/sendToDevice/m.room.encrypted/${globalThis.crypto.randomUUID()}`,
      body: { messages },
    });
    return reply.ok ? ok(null) : reply;
  }

  /** Waits until the SDK knows the devices that `pick` wants, and opens a session with each. */
  async function openSessions(
    userIds: readonly UserId[],
    pick: (known: Awaited<ReturnType<CryptoApi["getUserDeviceInfo"]>>) => readonly DeviceAddress[] | null,
  ): Promise<void> {
    for (let look = 0; look < WARM_UP_LOOKS && userIds.length > 0; look += 1) {
      if (look > 0) await new Promise((resolve) => setTimeout(resolve, WARM_UP_EVERY_MS));
      const known = await crypto.getUserDeviceInfo([...new Set(userIds)], false).catch(() => null);
      const devices = known === null ? null : pick(known);
      if (devices === null) continue;
      // Sending asks again for whoever it does not work with.
      await sealAll(devices, WARM_UP_TYPE, {}).catch(() => []);
      return;
    }
  }

  async function knownIdentity({ userId, deviceId }: DeviceAddress): Promise<DeviceIdentity | null> {
    const [devices, device, user] = await Promise.all([
      crypto.getUserDeviceInfo([userId], false),
      crypto.getDeviceVerificationStatus(userId, deviceId),
      crypto.getUserVerificationStatus(userId),
    ]);
    const fingerprint = devices.get(userId)?.get(deviceId)?.getFingerprint();
    if (fingerprint === undefined || device === null) return null;
    return { fingerprint, isVerified: device.isVerified(), isOwnerChanged: user.needsUserApproval };
  }

  return {
    warmUp: (devices) =>
      openSessions(
        devices.map(({ userId }) => userId),
        (known) =>
          devices.every(({ userId, deviceId }) => known.get(userId)?.has(deviceId) === true) ? devices : null,
      ),
    warmUpFor: (userId) =>
      openSessions([userId], (known) => {
        const deviceIds = [...(known.get(userId)?.keys() ?? [])] as DeviceId[];
        return deviceIds.length === 0 ? null : deviceIds.map((deviceId) => ({ userId, deviceId }));
      }),
    async send(devices, type, content) {
      if (devices.length === 0) return ok([]);
      const sealed = await sealAll(devices, type, content);
      const batches = Array.from({ length: Math.ceil(sealed.length / BATCH_SIZE) }, (_, index) =>
        sealed.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE),
      );
      const replies = await Promise.all(batches.map(put));
      const isSent = (device: DeviceAddress) =>
        batches.some(
          (batch, index) =>
            replies[index]?.ok === true &&
            batch.some((one) => one.userId === device.userId && one.deviceId === device.deviceId),
        );
      const failure = replies.find((reply) => !reply.ok);
      if (failure !== undefined && !failure.ok && replies.every((reply) => !reply.ok)) return failed(failure.fault);
      return ok(devices.filter((device) => !isSent(device)));
    },
    async hasDevices(userId) {
      const devices = await crypto.getUserDeviceInfo([userId], true).catch(() => null);
      return (devices?.get(userId)?.size ?? 0) > 0;
    },
    async curve25519Of({ userId, deviceId }) {
      const devices = await crypto.getUserDeviceInfo([userId], true).catch(() => null);
      return devices?.get(userId)?.get(deviceId)?.getIdentityKey() ?? null;
    },
    async identityOf({ userId, deviceId }) {
      if (userId === own.userId && deviceId === own.deviceId) {
        const { ed25519 } = await crypto.getOwnDeviceKeys();
        return { fingerprint: ed25519, isVerified: true, isOwnerChanged: false };
      }
      return knownIdentity({ userId, deviceId }).catch(() => null);
    },
    followIdentities: input.followIdentities,
    // Of somebody without an identity there is none to accept.
    acceptIdentity: (userId) => crypto.pinCurrentUserIdentity(userId).catch(() => {}),
  };
}
