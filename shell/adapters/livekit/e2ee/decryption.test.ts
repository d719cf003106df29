import { expect, test } from "vitest";
import type { ParticipantId } from "../../../../machines/domain/ids.ts";
import type { MediaCryptoEvent, RejectReason } from "../../../../workers/media-crypto/mediaCrypto.api.ts";
import { createDecryptionFold } from "./decryption.ts";

function factsOf(what: RejectReason | "decrypted" | "ended") {
  if (what === "ended") return { type: "frames.ended" } as const;
  return what === "decrypted"
    ? ({ type: "frames.decrypted", keyIndex: 0 } as const)
    : ({ type: "frames.rejected", reason: what, keyIndex: 0 } as const);
}

/** What is said of the members while `tell` plays the worker. */
function follow() {
  const said: string[] = [];
  const fold = createDecryptionFold();
  const take = (event: MediaCryptoEvent) => {
    const news = fold.take(event);
    if (news !== null) said.push(`${news.participantId} ${news.decryption}`);
  };
  const tell = (who: string, media: "audio" | "video", what: RejectReason | "decrypted" | "ended") =>
    take({
      connectionId: "sfu",
      trackId: `${who} ${media}`,
      participantId: who as ParticipantId,
      media,
      ...factsOf(what),
    });
  return { said, tell, fold };
}

test("[MC16] a member is decrypting when no track of theirs is not, and it is said when that changes", () => {
  const { said, tell } = follow();
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

test("[MC16] a track that is gone is not held against its member", () => {
  const { said, tell } = follow();
  tell("bob", "audio", "decrypted");
  tell("bob", "video", "unencrypted");
  tell("bob", "video", "ended");
  tell("bob", "audio", "ended");
  expect(said).toEqual(["bob decrypting", "bob unencrypted", "bob decrypting"]);
});

test("[MC16] a member who left and came back is spoken of anew", () => {
  const { said, tell, fold } = follow();
  tell("bob", "audio", "missing-key");
  fold.forget("bob" as ParticipantId);
  tell("bob", "audio", "missing-key");
  expect(said).toEqual(["bob missing_key", "bob missing_key"]);
});
