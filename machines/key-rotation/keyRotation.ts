import type { Epoch } from "../domain/ids.ts";

/** How long the others get to receive a new key before we use it, in ms (matrix-js-sdk: 1 s; MSC4143 suggests 5 s). */
export const KEY_USE_DELAY_MS = 1_000;
/** How young a key is handed to newcomers as it is, in ms (matrix-js-sdk: 10 s). */
export const KEY_GRACE_MS = 10_000;
/** What is left of the grace when a rotated key comes into use, in ms. */
export const GRACE_AFTER_SETTLING_MS = KEY_GRACE_MS - KEY_USE_DELAY_MS;

/** Somebody who is to have our key. Both are opaque: compared, never split. */
export interface KeyRecipient {
  /** The device, however often it joins. */
  readonly device: string;
  /** This joining of it: another one means that it may have lost its keys. */
  readonly joining: string;
}

/** What the machine is told. */
export type KeyRotationEvent =
  /** We join: from now on we need a key. */
  | { readonly type: "session.joined" }
  | { readonly type: "session.left" }
  /** Everybody else in the call, suspended members included. */
  | { readonly type: "recipients.changed"; readonly recipients: readonly KeyRecipient[] };

/** What the machine wants done. A key that does not exist yet is made. */
export type KeyCommand =
  | { readonly type: "distributeKey"; readonly epoch: Epoch; readonly recipients: readonly KeyRecipient[] }
  | { readonly type: "useKey"; readonly epoch: Epoch };

/** Who should have the key and who was sent it. */
export interface KeyHolders {
  readonly recipients: readonly KeyRecipient[];
  /** Everybody who was ever sent the newest key, those included who have left since. */
  readonly served: readonly KeyRecipient[];
}

/** Somebody who holds the newest key should not have it any more. */
export function hasLeaver({ recipients, served }: KeyHolders): boolean {
  return served.some(({ device }) => !hasDevice(recipients, device));
}

/** A device is in that never held the newest key. */
export function hasNewcomer({ recipients, served }: KeyHolders): boolean {
  return recipients.some(({ device }) => !hasDevice(served, device));
}

/** Somebody stays for whom a change of keys must be seamless. */
export function hasStayer({ recipients, served }: KeyHolders): boolean {
  return recipients.some(({ device }) => hasDevice(served, device));
}

/** Who has to be sent the newest key: newcomers, and devices that joined once more. */
export function unservedOf({ recipients, served }: KeyHolders): readonly KeyRecipient[] {
  return recipients.filter(({ joining }) => !served.some((one) => one.joining === joining));
}

function hasDevice(holders: readonly KeyRecipient[], device: string): boolean {
  return holders.some((holder) => holder.device === device);
}
