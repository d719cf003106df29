import type { CallView, RoomView, Translate } from "@shell/contract";
import type { EncryptionShieldProps } from "@shell/ui";

/** What the shield says about this call: how it is encrypted, and whether somebody falls out of it. */
export function shieldOf(room: RoomView | null, call: CallView, t: Translate): EncryptionShieldProps | null {
  const encryption = room?.encryption ?? null;
  if (encryption === null) return null;
  if (encryption === "none") return { state: "off", label: t("shield.off"), detail: t("shield.offHint") };
  if (call.tiles.some(({ state }) => state === "unencrypted" || state === "undecryptable")) {
    return { state: "partial", label: t("shield.partial"), detail: t("shield.partialHint") };
  }
  const detail = t(encryption === "shared_key" ? "shield.encryptedLinkHint" : "shield.encryptedHint");
  return { state: "encrypted", label: t("shield.encrypted"), detail };
}
