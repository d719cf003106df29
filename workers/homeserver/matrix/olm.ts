import type { DeviceId, UserId } from "../../../machines/domain/ids.ts";
import type { Result } from "../../../machines/domain/result.ts";
import type { HttpFailure } from "../http/matrixHttp.ts";

/** One device of one user. */
export interface DeviceAddress {
  readonly userId: UserId;
  readonly deviceId: DeviceId;
}

/** A to-device message after decryption. `proof` says who encrypted it; null when nobody did. */
export interface ToDeviceMessage {
  readonly type: string;
  readonly sender: UserId;
  readonly content: Readonly<Record<string, unknown>>;
  readonly proof: { readonly sender: UserId; readonly deviceId: DeviceId | null; readonly curve25519: string } | null;
}

/** What is known of one device and of the person who owns it. */
export interface DeviceIdentity {
  /** Ed25519 key, unpadded base64: it signs the device's other keys. */
  readonly fingerprint: string;
  /** Its person was verified by this account and vouches for it, or it was verified by itself. */
  readonly isVerified: boolean;
  /** Its person's cross-signing identity is another than the one that was accepted. */
  readonly isOwnerChanged: boolean;
}

/** Olm, as far as media keys need it. */
export interface Olm {
  /** Downloads the devices' keys and opens Olm sessions ahead of need. Never fails: sending tries again. */
  warmUp(devices: readonly DeviceAddress[]): Promise<void>;
  /** The same for all devices of somebody who may join soon. */
  warmUpFor(userId: UserId): Promise<void>;
  /**
   * Encrypts `content` for each device and sends it. @returns the devices that could not be reached, for which no Olm
   * session could be had; a failure when the homeserver took none of it.
   */
  send(
    devices: readonly DeviceAddress[],
    type: string,
    content: object,
  ): Promise<Result<readonly DeviceAddress[], HttpFailure>>;
  /** Whether a message can be encrypted for somebody: asks the homeserver for their devices. */
  hasDevices(userId: UserId): Promise<boolean>;
  /** The identity key that a device published; null when there is no such device. */
  curve25519Of(device: DeviceAddress): Promise<string | null>;
  /** What is known of a device without asking anybody; null while it is not known. Our own is always. */
  identityOf(device: DeviceAddress): Promise<DeviceIdentity | null>;
  /** Calls back whenever an answer of `identityOf` may have changed, until the returned function is called. */
  followIdentities(onChange: () => void): () => void;
  /** Whoever they are now is who they are taken for from now on. Never fails. */
  acceptIdentity(userId: UserId): Promise<void>;
}
