import type { UserId } from "../../../machines/domain/ids.ts";
import type { DeviceAddress } from "../matrix/olm.ts";
import type { Vault } from "../account/vault.ts";

/** How many devices are remembered; those met longest ago go first. */
export const MAX_KNOWN = 2_000;

/** The keys under which devices were met in earlier calls of this account, kept at rest in the vault. */
export interface KnownDevices {
  /** The Ed25519 key that a device had when it was remembered last; null for one that was never met. */
  fingerprintOf(device: DeviceAddress): Promise<string | null>;
  remember(devices: readonly MetDevice[]): Promise<void>;
}

/** A device and its Ed25519 key, base64. */
export interface MetDevice extends DeviceAddress {
  readonly fingerprint: string;
}

/** Opens those of account `userId`: read once, with the first need. */
export function openKnownDevices(vault: Pick<Vault, "read" | "write">, userId: UserId): KnownDevices {
  const record = `known-devices ${userId}`;
  let loading: Promise<Map<string, string>> | null = null;

  function load(): Promise<Map<string, string>> {
    loading ??= vault.read(record).then((stored) => new Map(isPairs(stored) ? stored : []));
    return loading;
  }

  return {
    fingerprintOf: async (device) => (await load()).get(nameOf(device)) ?? null,
    async remember(devices) {
      const known = await load();
      for (const device of devices) {
        // Set anew, so that whoever was met last is the last to be forgotten.
        known.delete(nameOf(device));
        known.set(nameOf(device), device.fingerprint);
      }
      for (const oldest of known.keys()) {
        if (known.size <= MAX_KNOWN) break;
        known.delete(oldest);
      }
      if (devices.length > 0) await vault.write(record, [...known]);
    },
  };
}

function nameOf({ userId, deviceId }: DeviceAddress): string {
  return JSON.stringify([userId, deviceId]);
}

function isPairs(value: unknown): value is [string, string][] {
  return (
    Array.isArray(value) &&
    value.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === "string"))
  );
}
