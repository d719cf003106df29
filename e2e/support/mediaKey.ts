import { joinByHand } from "./byHand.ts";
import { type Json, registerAccount } from "./matrix.ts";
import { createOlmWitness } from "./olmWitness.ts";
import { expect, type TestSite } from "./site.ts";

/** The media key, in base64, that `userId` hands to a newcomer of the call of `link`. */
export async function readMediaKey(site: TestSite, link: string, userId: string): Promise<string> {
  const account = await registerAccount(site, "witness");
  const witness = await createOlmWitness(account);
  await witness.publishKeys();
  await joinByHand(site, account, link);
  let key = "";
  await expect
    .poll(async () => {
      for (const { outer, inner } of await witness.receive()) {
        const keys = (inner?.["content"] as Json | undefined)?.["keys"] as Json | undefined;
        if (outer["sender"] === userId && typeof keys?.["key"] === "string") key = keys["key"];
      }
      return key;
    }, `media key of ${userId}`)
    .not.toBe("");
  return key;
}
