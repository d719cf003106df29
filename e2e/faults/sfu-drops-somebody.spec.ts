import { RoomServiceClient } from "livekit-server-sdk";
import { callTogether, test } from "../support/people.ts";
import { expectAllTogether } from "../support/senses.ts";
import { expect, type TestSite } from "../support/site.ts";

/** Has the SFU end the connection of whoever is in its room, one of two people. */
async function dropOne({ addresses, livekit }: TestSite): Promise<void> {
  const sfu = new RoomServiceClient(addresses.sfu.replace("ws", "http"), livekit.key, livekit.secret);
  for (const { name } of await sfu.listRooms()) {
    const [first] = await sfu.listParticipants(name);
    if (first !== undefined) await sfu.removeParticipant(name, first.identity);
  }
}

test("the SFU drops somebody whose tracks and partners stay: everybody sees and hears everybody again", async ({
  people,
  site,
}) => {
  const both = [await people.open("Alice"), await people.open("Bob")];
  await callTogether(both);
  await expectAllTogether(both);
  for (let round = 0; round < 2; round += 1) {
    await dropOne(site);
    await expect
      .poll(async () => (await Promise.all(both.map(({ page }) => page.getByRole("dialog").count()))).join(), {
        intervals: [20],
        message: "somebody is reconnecting",
      })
      .not.toBe("0,0");
    await expectAllTogether(both);
  }
  for (const { page } of both) await expect(page.getByTestId("roomHeader_participants_count")).toHaveText("2");
});
