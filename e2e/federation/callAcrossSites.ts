import { joinCall, openLink, type People, type Person, startCall } from "../support/people.ts";
import { expect } from "../support/site.ts";
import { linkAt, siteCount, type Federation } from "./federatedSites.ts";

/** How long a homeserver may take to join a room of another, in ms: it fetches and checks the room's state. */
const FEDERATED_JOIN_MS = 90_000;

const NAMES = ["Alice of A", "Bob of B", "Carol of C"];

/** Opens one browser for each site, at that site's app. */
export async function openOneOfEach(people: People, { sites }: Federation): Promise<readonly Person[]> {
  const opened = [];
  for (const [at, name] of NAMES.slice(0, siteCount).entries()) {
    opened.push(
      await people.open(name, {
        widthPx: 320,
        framesPerSecond: 10,
        context: { baseURL: sites[at]?.addresses.app ?? "" },
      }),
    );
  }
  return opened;
}

/** The first makes a call and joins it; the others follow, one after another, each through their own site. */
export async function callAcrossSites(persons: readonly Person[], { sites }: Federation): Promise<void> {
  const [first, ...others] = persons;
  if (first === undefined) throw new Error("A call needs somebody");
  const link = await startCall(first);
  await joinCall(first);
  for (const [at, other] of others.entries()) {
    await openLink(other, linkAt(sites[at + 1]?.addresses.app ?? "", link));
    await expect(other.page.getByText("Ready", { exact: true }), "the room came over federation").toBeVisible({
      timeout: FEDERATED_JOIN_MS,
    });
    await joinCall(other);
  }
}
