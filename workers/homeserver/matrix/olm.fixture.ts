import { failed, ok } from "../../../machines/domain/result.ts";
import type { HttpFailure } from "../http/matrixHttp.ts";
import type { DeviceAddress, DeviceIdentity, Olm } from "./olm.ts";

/** Olm that notes what it is asked and reaches everybody but those it is told not to. */
export interface FakeOlm extends Olm {
  /** What was sent since the last call. */
  sent(): readonly { readonly to: readonly string[]; readonly content: Record<string, unknown> }[];
  warmed(): readonly string[];
  /** Devices without an Olm session, by user id. */
  setMissed(...userIds: readonly string[]): void;
  setFailure(failure: HttpFailure | null): void;
  /** Tells what is known of the devices of a user from now on; nothing (null) is known of anybody else's. */
  setIdentity(userId: string, identity: DeviceIdentity | null): void;
  /** Whose identity was accepted. */
  accepted(): readonly string[];
}

/** Makes it. */
export function fakeOlm(): FakeOlm {
  let sent: { to: readonly string[]; content: Record<string, unknown> }[] = [];
  const warmed: string[] = [];
  let missed: readonly string[] = [];
  let failure: HttpFailure | null = null;
  const identities = new Map<string, DeviceIdentity | null>();
  const followers = new Set<() => void>();
  const accepted: string[] = [];
  const namesOf = (devices: readonly DeviceAddress[]) => devices.map(({ userId, deviceId }) => `${userId} ${deviceId}`);
  return {
    async warmUp(devices) {
      warmed.push(...namesOf(devices));
    },
    async warmUpFor(userId) {
      warmed.push(userId);
    },
    async send(devices, _type, content) {
      if (failure !== null) return failed(failure);
      const reached = devices.filter(({ userId }) => !missed.includes(userId));
      sent.push({ to: namesOf(reached), content: content as Record<string, unknown> });
      return ok(devices.filter(({ userId }) => missed.includes(userId)));
    },
    hasDevices: async () => true,
    curve25519Of: async () => null,
    identityOf: async ({ userId }) => identities.get(userId) ?? null,
    followIdentities(onChange) {
      followers.add(onChange);
      return () => void followers.delete(onChange);
    },
    async acceptIdentity(userId) {
      accepted.push(userId);
    },
    sent() {
      const said = sent;
      sent = [];
      return said;
    },
    warmed: () => warmed,
    setMissed: (...userIds) => void (missed = userIds),
    setFailure: (next) => void (failure = next),
    setIdentity(userId, identity) {
      identities.set(userId, identity);
      for (const tell of followers) tell();
    },
    accepted: () => accepted,
  };
}
