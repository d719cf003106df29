import { expect, test } from "vitest";
import type { ParticipantId } from "../../../../machines/domain/ids.ts";
import type { MediaCryptoEvent, RejectReason } from "../../../../workers/media-crypto/mediaCrypto.api.ts";
import { followDecryption } from "./decryption.ts";

/** What is said of the members while `tell` plays the worker. */
async function follow() {
  const said: string[] = [];
  let onEvent: (event: MediaCryptoEvent) => void = () => {};
  const mediaCrypto = {
    follow: async (listener: (event: MediaCryptoEvent) => void) => {
      onEvent = listener;
      return () => {};
    },
  };
  await followDecryption(mediaCrypto, ({ participantId, decryption }) => said.push(`${participantId} ${decryption}`));
  const tell = (who: string, media: "audio" | "video", what: RejectReason | "decrypted") =>
    onEvent({
      connectionId: "sfu",
      trackId: `${who} ${media}`,
      participantId: who as ParticipantId,
      media,
      ...(what === "decrypted"
        ? ({ type: "frames.decrypted", keyIndex: 0 } as const)
        : ({ type: "frames.rejected", reason: what, keyIndex: 0 } as const)),
    });
  return { said, tell };
}

test("[MC16] a member is decrypting when no track of theirs is not, and it is said when that changes", async () => {
  const { said, tell } = await follow();
  tell("bob", "audio", "missing-key");
  tell("bob", "video", "missing-key");
  tell("carol", "audio", "decrypted");
  tell("bob", "audio", "decrypted");
  tell("bob", "video", "decrypted");
  tell("bob", "video", "invalid-key");
  tell("bob", "video", "unencrypted");
  tell("bob", "audio", "decrypted");
  expect(said).toEqual(["bob missing_key", "carol decrypting", "bob decrypting", "bob invalid_key", "bob unencrypted"]);
});
