import {
  DeviceId as RustDeviceId,
  initAsync,
  OlmMachine,
  UserId as RustUserId,
} from "@matrix-org/matrix-sdk-crypto-wasm";
import { createClient } from "matrix-js-sdk/lib/matrix.js";
import { expect, onTestFinished, test } from "vitest";
import type { DeviceId, UserId } from "../../../machines/domain/ids.ts";
import { createMatrixHttp } from "../http/matrixHttp.ts";
import { sdkOlm } from "./sdkOlm.ts";
import { sdkLogger } from "./sdkLogger.ts";

const alice = { userId: "@alice:example.org" as UserId, deviceId: "ALICE" as DeviceId };
const bob = { userId: "@bob:example.org" as UserId, deviceId: "BOB" as DeviceId };
const baseUrl = "http://matrix.invalid";

/** Bob's device and cross-signing identity as his own crypto makes them: what he publishes, and his key as he knows it. */
async function newBob() {
  await initAsync();
  const machine = await OlmMachine.initialize(new RustUserId(bob.userId), new RustDeviceId(bob.deviceId));
  const { uploadSigningKeysRequest } = await machine.bootstrapCrossSigning(true);
  const uploads = (await machine.outgoingRequests()).map((request) => read((request as { body: string }).body));
  const signingKeys = read(uploadSigningKeysRequest.body);
  return {
    published: {
      device_keys: { [bob.userId]: { [bob.deviceId]: uploads.find((body) => "device_keys" in body)?.["device_keys"] } },
      master_keys: { [bob.userId]: signingKeys["master_key"] },
      self_signing_keys: { [bob.userId]: signingKeys["self_signing_key"] },
    },
    fingerprint: machine.identityKeys.ed25519.toBase64(),
  };
}

function read(body: string): Readonly<Record<string, unknown>> {
  return JSON.parse(body) as Readonly<Record<string, unknown>>;
}

/** What of the SDK's crypto a sync drives; here there is none. */
interface Driven {
  readonly olmMachine: OlmMachine;
  readonly outgoingRequestsManager: { doProcessOutgoingRequests(): Promise<void> };
}

/** Alice's crypto at a homeserver that knows nothing but Bob's devices. */
async function alicesOlm(published: object) {
  let answer = published;
  const client = createClient({
    baseUrl,
    ...alice,
    accessToken: "token",
    logger: sdkLogger,
    async fetchFn(url) {
      const { pathname } = new URL(String(url));
      if (pathname.endsWith("/keys/query")) return Response.json(answer);
      if (pathname.endsWith("/keys/upload")) return Response.json({ one_time_key_counts: { signed_curve25519: 50 } });
      return Response.json({ errcode: "M_NOT_FOUND", error: "" }, { status: 404 });
    },
  });
  onTestFinished(() => client.stopClient());
  await client.initRustCrypto({ useIndexedDB: false });
  const crypto = client.getCrypto();
  if (crypto === undefined) throw new Error("Crypto did not start");
  const http = createMatrixHttp({ baseUrl, accessToken: null });
  const driven = crypto as unknown as Driven;
  return {
    crypto,
    olm: sdkOlm({ crypto, http, own: alice, followIdentities: () => () => {} }),
    /** Somebody comes into an encrypted room of Alice's, and the sync asks for their devices. */
    async meet(userId: UserId) {
      await driven.olmMachine.updateTrackedUsers([new RustUserId(userId)]);
      await driven.outgoingRequestsManager.doProcessOutgoingRequests();
    },
    /** He publishes something else, and the sync says so. */
    async change(next: object) {
      answer = next;
      await driven.olmMachine.markAllTrackedUsersAsDirty();
      await driven.outgoingRequestsManager.doProcessOutgoingRequests();
    },
  };
}

test("[SC4] both sides know a device by the same key, their own and another's", async () => {
  const { published, fingerprint } = await newBob();
  const { crypto, olm, meet } = await alicesOlm(published);
  expect(await olm.identityOf(bob)).toBeNull();
  await meet(bob.userId);
  expect(await olm.identityOf(bob)).toEqual({ fingerprint, isVerified: false, isOwnerChanged: false });
  expect((await olm.identityOf(alice))?.fingerprint).toBe((await crypto.getOwnDeviceKeys()).ed25519);
});

test("[KT1] a device that this account verified is told as one", async () => {
  const { crypto, olm, meet } = await alicesOlm((await newBob()).published);
  await meet(bob.userId);
  await crypto.setDeviceVerified(bob.userId, bob.deviceId);
  expect(await olm.identityOf(bob)).toMatchObject({ isVerified: true });
});

test("[KT3] whose identity changed is told as one, until the new one is accepted; their device's key stays the first", async () => {
  const { published, fingerprint } = await newBob();
  const { olm, meet, change } = await alicesOlm(published);
  await meet(bob.userId);
  const { master_keys, self_signing_keys } = (await newBob()).published;
  await change({ ...published, master_keys, self_signing_keys });
  expect(await olm.identityOf(bob)).toEqual({ fingerprint, isVerified: false, isOwnerChanged: true });
  await olm.acceptIdentity(bob.userId);
  expect(await olm.identityOf(bob)).toEqual({ fingerprint, isVerified: false, isOwnerChanged: false });
});

test("[KT2] the SDK itself does not take another key for a device that it knows", async () => {
  const { published, fingerprint } = await newBob();
  const { olm, meet, change } = await alicesOlm(published);
  await meet(bob.userId);
  const { device_keys } = (await newBob()).published;
  await change({ ...published, device_keys });
  expect((await olm.identityOf(bob))?.fingerprint).toBe(fingerprint);
  // Withdrawn and published anew, it is a new device to it: only what we remember tells.
  await change({ ...published, device_keys: { [bob.userId]: {} } });
  await change({ ...published, device_keys });
  expect((await olm.identityOf(bob))?.fingerprint).not.toBe(fingerprint);
});
