import type { BrowserContext } from "@playwright/test";
import { registerAccount } from "../support/matrix.ts";
import { callTogether, joinCall, openLink, startCall, test } from "../support/people.ts";
import { expectAllTogether } from "../support/senses.ts";

type Mode = "legacy" | "compatibility" | "matrix_2_0";

/** The deployment fixes the mode, as an operator does in `config.json`. */
async function fixMode(context: BrowserContext, mode: Mode): Promise<void> {
  await context.route("**/config.json", async (route) => {
    const config: unknown = await (await route.fetch()).json();
    await route.fulfill({ json: { ...(config as object), matrix_rtc_mode: mode } });
  });
}

for (const mode of ["legacy", "matrix_2_0"] as const) {
  test(`two people see and hear each other in ${mode}`, async ({ people }) => {
    const both = [await people.open("Alice"), await people.open("Bob")];
    for (const { context } of both) await fixMode(context, mode);
    await callTogether(both);
    await expectAllTogether(both);
  });
}

test("somebody with sticky events and somebody with state events meet in one call", async ({ people }) => {
  const alice = await people.open("Alice");
  const bob = await people.open("Bob");
  await fixMode(alice.context, "matrix_2_0");
  await fixMode(bob.context, "compatibility");
  const link = await startCall(alice);
  // Both in the room before either is in the call: a sticky event in an encrypted room is for those who were there.
  await openLink(bob, link);
  await joinCall(alice);
  await joinCall(bob);
  await expectAllTogether([alice, bob]);
});

test("a call in a room of version 11, made elsewhere, is joined by its link", async ({ people, site }) => {
  const owner = await registerAccount(site, "owner");
  const { room_id: roomId } = await owner.request<{ room_id: string }>("POST", "/_matrix/client/v3/createRoom", {
    room_version: "11",
    preset: "public_chat",
    name: "Older room",
    initial_state: [{ type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } }],
    power_level_content_override: { events: { "org.matrix.msc3401.call.member": 0 } },
  });
  const link = `${site.addresses.app}/room/#/older-room?roomId=${encodeURIComponent(roomId)}&perParticipantE2EE=true`;
  const both = [await people.open("Alice"), await people.open("Bob")];
  for (const person of both) {
    await openLink(person, link);
    await joinCall(person);
  }
  await expectAllTogether(both);
});
