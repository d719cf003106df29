import { expect, test } from "vitest";
import type { ParticipantId } from "../../../../machines/domain/ids.ts";
import type { MediaCryptoClient } from "../../../../workers/media-crypto/mediaCrypto.api.ts";
import type { FrameEnd } from "./encodedStreams.ts";
import { createTrackPipes, type PipeLoad } from "./trackPipes.ts";

const loadOf = (participantId: string): PipeLoad => ({
  connectionId: "sfu",
  participantId: participantId as ParticipantId,
  media: "video",
  codec: null,
  hasPacketTrailer: false,
});
const [bob, carol] = [loadOf("bob"), loadOf("carol")];

/** A client that writes down what it was told. */
function listeningClient() {
  const told: string[] = [];
  const note = async (line: string) => void told.push(line);
  const client: Pick<MediaCryptoClient, "encrypt" | "decrypt" | "retarget" | "release"> = {
    encrypt: ({ trackId }) => note(`encrypt ${trackId}`),
    decrypt: ({ trackId }) => note(`decrypt ${trackId}`),
    retarget: (previous, { trackId, participantId }) => note(`retarget ${previous} to ${trackId} of ${participantId}`),
    release: ({ trackId }) => note(`release ${trackId}`),
  };
  return { told, client: client as MediaCryptoClient };
}

/** A receiver whose streams can be taken once, as in Chromium. */
function receiver(): FrameEnd {
  let isTaken = false;
  const createEncodedStreams = () => {
    if (isTaken) throw new Error("The streams were taken before");
    isTaken = true;
    return new TransformStream();
  };
  return { transform: null, createEncodedStreams };
}

test("[MC15] a receiver's streams are taken once; then its pipe is pointed at each further track", () => {
  const { told, client } = listeningClient();
  const pipes = createTrackPipes(client, "streams");
  const [first, second] = [receiver(), receiver()];
  const [a, b, c] = [{}, {}, {}];
  pipes.decrypt(first, a, bob);
  pipes.decrypt(second, b, bob);
  pipes.release("sfu", a);
  pipes.decrypt(first, c, carol);
  pipes.decrypt(first, c, carol);
  expect(told).toEqual(["decrypt 1", "decrypt 2", "release 1", "retarget 1 to 3 of carol", "retarget 3 to 3 of carol"]);
});

test("[MC15] a track that goes late does not take its receiver's next one with it", () => {
  const { told, client } = listeningClient();
  const pipes = createTrackPipes(client, "streams");
  const reused = receiver();
  const [before, after] = [{}, {}];
  pipes.decrypt(reused, before, bob);
  pipes.decrypt(reused, after, bob);
  pipes.release("sfu", before);
  expect(told).toEqual(["decrypt 1", "retarget 1 to 2 of bob", "release 1"]);
});

test("[MC15] a camera that is sent again through the same sender stays encrypted", () => {
  const { told, client } = listeningClient();
  const pipes = createTrackPipes(client, "streams");
  const sender = receiver();
  const [camera, other] = [{}, {}];
  pipes.encrypt(sender, camera, bob);
  pipes.name(camera, bob);
  pipes.encrypt(sender, other, bob);
  expect(told).toEqual(["encrypt 1", "retarget 1 to 2 of bob"]);
});
