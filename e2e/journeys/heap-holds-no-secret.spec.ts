import { chromiumArgs, chromiumPath } from "../support/chromium.ts";
import { readHeap } from "../support/heap.ts";
import { readMediaKey } from "../support/mediaKey.ts";
import { readSession } from "../support/matrix.ts";
import { joinCall, openLink, startCall, test } from "../support/people.ts";
import { expectAllTogether } from "../support/senses.ts";
import { expect } from "../support/site.ts";

test.use({
  launchOptions: {
    executablePath: chromiumPath(),
    args: [...chromiumArgs, "--js-flags=--heap-snapshot-string-limit=100000000"],
  },
});

/** Classes of what the page could talk to a worker or decrypt with, of which one can be reached from `window`. */
function findReachable(): readonly string[] {
  const wanted = [Worker, MessagePort, CryptoKey];
  const seen = new Set<unknown>([window]);
  const queue: object[] = [window, document, ...document.querySelectorAll("*")];
  const found: string[] = [];
  for (let object = queue.pop(); object !== undefined; object = queue.pop()) {
    const inside = object instanceof Map ? [...object.entries()].flat() : object instanceof Set ? [...object] : [];
    for (const { value } of Object.values(Object.getOwnPropertyDescriptors(object))) inside.push(value);
    for (const value of inside) {
      if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) continue;
      seen.add(value);
      queue.push(value);
      const isFound = wanted.find((type) => value instanceof type);
      if (isFound !== undefined) found.push(isFound.name);
    }
  }
  return found;
}

test("in a call the page's memory holds neither the access token nor a media key, and nothing leads to them", async ({
  people,
  site,
}) => {
  const [alice, bob] = [await people.open("Alice"), await people.open("Bob")];
  const session = readSession(alice.page);
  const link = await startCall(alice);
  await joinCall(alice);
  await openLink(bob, link);
  await joinCall(bob);
  await expectAllTogether([alice, bob]);
  const { userId, accessToken } = await session;
  const mediaKey = await readMediaKey(site, link, userId);
  const bytes = Buffer.from(mediaKey, "base64");

  expect(await alice.page.evaluate(findReachable)).toEqual([]);
  expect(
    await alice.page.evaluate(
      (token) => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]).includes(token),
      "syt_",
    ),
  ).toBe(false);

  // Others of their kind are planted, and all of them are found.
  const plantedBytes = crypto.getRandomValues(new Uint8Array(16));
  const plantedKey = Buffer.from(plantedBytes).toString("base64");
  const plantedToken = `syt_${crypto.randomUUID()}`;
  await alice.page.evaluate(
    async ([token = "", key = ""]) => {
      const raw = Uint8Array.from(atob(key), (character) => character.charCodeAt(0));
      const imported = await crypto.subtle.importKey("raw", raw, "HKDF", false, ["deriveBits"]);
      // A copy where no property leads: only a function knows it.
      const hidden = raw.slice();
      const peek = () => hidden.length;
      Object.assign(window, { planted: { token: `${token}`, key, raw, peek, imported: new Map([["key", imported]]) } });
    },
    [plantedToken, plantedKey],
  );
  const heap = await readHeap(alice.page);
  expect(heap.findTexts([plantedToken, plantedKey])).toEqual([plantedToken, plantedKey]);
  expect(heap.findTexts([accessToken, mediaKey, mediaKey.replace(/=+$/, "")])).toEqual([]);
  expect(await heap.countBuffersWith(plantedBytes)).toBe(2);
  expect(await heap.countBuffersWith(bytes)).toBe(0);
  expect(await heap.count("CryptoKey")).toBe(1);
  expect(await alice.page.evaluate(findReachable)).toEqual(["CryptoKey"]);
});
