import { failed, ok } from "../../../machines/domain/result.ts";
import type { HttpFailure } from "../http/matrixHttp.ts";
import type { DeviceAddress, Olm } from "./olm.ts";

/** Olm that notes what it is asked and reaches everybody but those it is told not to. */
export interface FakeOlm extends Olm {
  /** What was sent since the last call. */
  sent(): readonly { readonly to: readonly string[]; readonly content: Record<string, unknown> }[];
  warmed(): readonly string[];
  /** Devices without an Olm session, by user id. */
  setMissed(...userIds: readonly string[]): void;
  setFailure(failure: HttpFailure | null): void;
}

/** Makes it. */
export function fakeOlm(): FakeOlm {
  let sent: { to: readonly string[]; content: Record<string, unknown> }[] = [];
  const warmed: string[] = [];
  let missed: readonly string[] = [];
  let failure: HttpFailure | null = null;
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
    sent() {
      const said = sent;
      sent = [];
      return said;
    },
    warmed: () => warmed,
    setMissed: (...userIds) => void (missed = userIds),
    setFailure: (next) => void (failure = next),
  };
}
