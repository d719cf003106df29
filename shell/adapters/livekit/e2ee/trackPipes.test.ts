import { expect, test } from "vitest";
import type { ParticipantId } from "../../../../machines/domain/ids.ts";
import type { MediaCryptoClient, TrackPipe } from "../../../../workers/media-crypto/mediaCrypto.api.ts";
import type { FrameEnd } from "./encodedStreams.ts";
import { createTrackPipes } from "./trackPipes.ts";

const pipeOf = (trackId: string, participantId = "@bob:example.org:DEVICE"): TrackPipe => ({
  connectionId: "sfu",
  trackId,
  participantId: participantId as ParticipantId,
  media: "video",
  codec: null,
  hasPacketTrailer: false,
});

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
  pipes.decrypt(first, pipeOf("a"));
  pipes.decrypt(second, pipeOf("b"));
  pipes.release(pipeOf("a"));
  pipes.decrypt(first, pipeOf("c", "@carol:example.org:DEVICE"));
  pipes.decrypt(first, pipeOf("c", "@carol:example.org:DEVICE"));
  expect(told).toEqual([
    "decrypt a",
    "decrypt b",
    "release a",
    "retarget a to c of @carol:example.org:DEVICE",
    "retarget c to c of @carol:example.org:DEVICE",
  ]);
});

test("[MC15] a camera that is sent again through the same sender stays encrypted", () => {
  const { told, client } = listeningClient();
  const pipes = createTrackPipes(client, "streams");
  const sender = receiver();
  pipes.encrypt(sender, pipeOf("camera"));
  pipes.name(pipeOf("camera"));
  pipes.encrypt(sender, pipeOf("other camera"));
  expect(told).toEqual(["encrypt camera", "retarget camera to other camera of @bob:example.org:DEVICE"]);
});
