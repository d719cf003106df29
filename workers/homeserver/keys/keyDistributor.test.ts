import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { DeviceId, MemberId } from "../../../machines/domain/ids.ts";
import type { KeyDistributed } from "../../../machines/events/callEvents.ts";
import { fakeOlm } from "../matrix/olm.fixture.ts";
import { userOf } from "../matrix/room.fixture.ts";
import { unreachable } from "../membership/homeserver.fixture.ts";
import { createKeyDistributor, type KeyTarget } from "./keyDistributor.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function targetOf(name: string): KeyTarget {
  return { userId: userOf(name), deviceId: "DEVICE" as DeviceId, memberId: name as MemberId };
}

function start() {
  const olm = fakeOlm();
  const told: string[] = [];
  const wordsOf = ({ epoch, memberIds, missedMemberIds }: KeyDistributed) =>
    `${epoch}: ${memberIds.join(" ")}${missedMemberIds.length > 0 ? ` not ${missedMemberIds.join(" ")}` : ""}`;
  const distributor = createKeyDistributor({ olm, onDistributed: (event) => told.push(wordsOf(event)) });
  return { olm, distributor, said: () => told.splice(0), pass: (ms: number) => vi.advanceTimersByTimeAsync(ms) };
}

test("[KD1] everybody gets the key, and it is told who did", async () => {
  const { distributor, olm, said } = start();
  await distributor.distribute(0, { key: 1 }, [targetOf("bob"), targetOf("carol")]);
  expect(said()).toEqual(["0: bob carol"]);
  expect(olm.sent()).toEqual([{ to: ["@bob:example.org DEVICE", "@carol:example.org DEVICE"], content: { key: 1 } }]);
});

test("[KD2] who was missed is tried again, ever more slowly, until they have it", async () => {
  const { distributor, olm, said, pass } = start();
  olm.setMissed(userOf("carol"));
  await distributor.distribute(0, {}, [targetOf("bob"), targetOf("carol")]);
  expect(said()).toEqual(["0: bob not carol"]);
  await pass(500);
  expect(said()).toEqual(["0:  not carol"]);
  await pass(999);
  expect(said()).toEqual([]);
  olm.setMissed();
  await pass(1);
  expect(said()).toEqual(["0: carol"]);
  await pass(60_000);
  expect(said()).toEqual([]);
});

test("[KD2] a homeserver that does not take it is asked again; its return is not waited for", async () => {
  const { distributor, olm, said, pass } = start();
  olm.setFailure(unreachable);
  await distributor.distribute(0, {}, [targetOf("bob")]);
  await pass(5_000);
  said();
  olm.setFailure(null);
  distributor.hurry();
  await pass(0);
  expect(said()).toEqual(["0: bob"]);
});

test("[KD2] the homeserver says how long to wait", async () => {
  const { distributor, olm, said, pass } = start();
  olm.setFailure({ ...unreachable, kind: "http", status: 429, retryAfterMs: 4_000 });
  await distributor.distribute(0, {}, [targetOf("bob")]);
  said();
  await pass(3_999);
  expect(said()).toEqual([]);
  await pass(1);
  expect(said()).toHaveLength(1);
});

test("[KD3] nobody is sent an old key once there is a new one", async () => {
  const { distributor, olm, said, pass } = start();
  olm.setMissed(userOf("carol"));
  await distributor.distribute(0, { epoch: 0 }, [targetOf("bob"), targetOf("carol")]);
  olm.setMissed();
  await distributor.distribute(1, { epoch: 1 }, [targetOf("bob")]);
  olm.sent();
  said();
  await pass(60_000);
  expect(olm.sent()).toEqual([]);
});

test("[KD3] what becomes of an old key that is still on its way is not told", async () => {
  const { distributor, said } = start();
  await Promise.all([
    distributor.distribute(0, {}, [targetOf("bob")]),
    distributor.distribute(1, {}, [targetOf("bob")]),
  ]);
  expect(said()).toEqual(["1: bob"]);
});

test("[KD4] who has left is not tried again", async () => {
  const { distributor, olm, pass, said } = start();
  olm.setMissed(userOf("carol"));
  await distributor.distribute(0, {}, [targetOf("carol")]);
  said();
  distributor.keepOnly(["bob" as MemberId]);
  await pass(60_000);
  expect(said()).toEqual([]);
});
