import type { Page } from "@playwright/test";
import { chromiumArgs, chromiumPath } from "../support/chromium.ts";
import { serveDeployment, type Deployment } from "../support/deployment.ts";
import { readHeap } from "../support/heap.ts";
import type { Attack } from "../support/hostile/attack.ts";
import { homeserverRealm, hostileLobby } from "../support/hostile/hostileLobby.ts";
import { readSession } from "../support/matrix.ts";
import { readMediaKey } from "../support/mediaKey.ts";
import { joinCall, openLink, startCall, test as base } from "../support/people.ts";
import { expectAllTogether } from "../support/senses.ts";
import { expect } from "../support/site.ts";

const test = base.extend<{ deploy: (hasVault: boolean) => Promise<Deployment> }>({
  deploy: async ({ site }, use) => {
    const deployments: Deployment[] = [];
    await use(async (hasVault) => {
      const made = await serveDeployment(site, { hasVault, instead: hostileLobby() });
      deployments.push(made);
      return made;
    });
    await Promise.all(deployments.map((each) => each.close()));
  },
});

test.use({
  launchOptions: {
    executablePath: chromiumPath(),
    args: [...chromiumArgs, "--js-flags=--heap-snapshot-string-limit=100000000"],
  },
});

type Name = keyof Attack;

/** Has the attacker in `page` do something. */
function order<Deed extends Name>(
  page: Page,
  name: Deed,
  ...args: Parameters<Attack[Deed]>
): Promise<Awaited<ReturnType<Attack[Deed]>>> {
  return page.evaluate(
    ([deed, values]) => {
      const { attack } = window as unknown as { attack: Record<string, (...values: unknown[]) => unknown> };
      return attack[deed]?.(...values);
    },
    [name, args] as const,
  ) as Promise<Awaited<ReturnType<Attack[Deed]>>>;
}

/** How a secret may be written. */
function spellings(token: string, mediaKey: string): readonly string[] {
  const bytes = Buffer.from(mediaKey, "base64");
  return [token, mediaKey.replace(/=+$/, ""), bytes.toString("base64url"), bytes.toString("hex")];
}

for (const hasVault of [false, true]) {
  test(`a hostile micro-frontend overhears no token and no media key ${hasVault ? "with" : "without"} a vault`, async ({
    people,
    site,
    deploy,
  }) => {
    test.setTimeout(150_000);
    const { appUrl, vaultUrl } = await deploy(hasVault);
    const at = { context: { baseURL: appUrl } };
    const [alice, bob] = [await people.open("Alice", at), await people.open("Bob", at)];
    const session = readSession(alice.page);
    const link = await startCall(alice);
    await joinCall(alice);
    await order(alice.page, "interrogate");
    // Keys are made, sent and received after the attacker has everything in its hands.
    await openLink(bob, link);
    await joinCall(bob);
    await expectAllTogether([alice, bob]);
    await order(alice.page, "interrogate");
    const { userId, accessToken } = await session;
    const mediaKey = await readMediaKey(site, link, userId);
    const bytes = [...Buffer.from(mediaKey, "base64")];
    const secrets = spellings(accessToken, mediaKey);

    // It did hear what is said: it has the workers, and LiveKit's token, which has to be in the page.
    const counts = await order(alice.page, "counts");
    expect(counts.workers + counts.ports).toBeGreaterThan(1);
    expect(await order(alice.page, "findTexts", ["eyJ", userId])).toEqual(["eyJ", userId]);
    // No secret in messages and calls, and nothing that could decrypt.
    expect(await order(alice.page, "findTexts", secrets)).toEqual([]);
    expect(await order(alice.page, "countBuffers", bytes)).toBe(0);
    expect(counts.cryptoKeys).toBe(0);

    // Others of their kind are planted, and each way of looking finds them; a debugger finds these and none of the true ones.
    const plantedBytes = [...crypto.getRandomValues(new Uint8Array(16))];
    const plantedToken = `syt_${crypto.randomUUID()}`;
    await alice.page.evaluate(plant, [plantedToken, plantedBytes] as const);
    expect(await order(alice.page, "findTexts", [plantedToken])).toEqual([plantedToken]);
    expect(await order(alice.page, "countBuffers", plantedBytes)).toBeGreaterThan(0);
    expect((await order(alice.page, "counts")).cryptoKeys).toBe(1);
    const heap = await readHeap(alice.page);
    expect(heap.findTexts([plantedToken, ...secrets])).toEqual([plantedToken]);
    expect(await heap.countBuffersWith(Uint8Array.from(plantedBytes))).toBeGreaterThan(0);
    expect(await heap.countBuffersWith(Uint8Array.from(bytes))).toBe(0);
    expect(await heap.count("CryptoKey")).toBeGreaterThan(0);

    // What it gets from storage is where the two deployments differ.
    const stored = (await order(alice.page, "raidStorage")).join("\n");
    expect(stored).toContain(plantedToken);
    expect(stored.includes(accessToken)).toBe(!hasVault);
    expect(await order(alice.page, "impersonateShell", `/${homeserverRealm()}`)).toBe(!hasVault);
    if (vaultUrl !== null) {
      expect(await order(alice.page, "readFrame")).toMatch(/SecurityError/);
      expect(await order(alice.page, "openFrame", vaultUrl)).toBe("frame-src");
    }
  });
}

for (const hasVault of [false, true]) {
  test(`a hostile micro-frontend ${hasVault ? "overhears no password with a vault" : "overhears the password without a vault"}`, async ({
    people,
    deploy,
  }) => {
    const { appUrl, vaultUrl } = await deploy(hasVault);
    const { page } = await people.open("Ada", { context: { baseURL: appUrl } });
    const form = vaultUrl === null ? page : page.frameLocator(`iframe[src^="${vaultUrl}"]`);
    const [userName, password] = [`ada-${crypto.randomUUID().slice(0, 8)}`, `a password ${crypto.randomUUID()}`];
    await page.goto("/");
    await page.getByTestId("home_register").click();
    await form.getByTestId("register_username").fill(userName);
    await form.getByTestId("register_password").fill(password);
    await form.getByTestId("register_confirm_password").fill(password);
    await form.getByTestId("register_register").click();
    await expect(page.getByTestId("usermenu_open")).toBeVisible();
    expect(await order(page, "findTexts", [userName, password])).toEqual(hasVault ? [userName] : [userName, password]);
  });
}

/** Runs in the page: says, stores and holds a token and a key as a careless worker's client might. */
async function plant([token, key]: readonly [string, readonly number[]]): Promise<void> {
  const raw = Uint8Array.from(key);
  const imported = await crypto.subtle.importKey("raw", raw, "HKDF", false, ["deriveBits"]);
  const { port1, port2 } = new MessageChannel();
  port1.postMessage({ deep: [{ token, raw, imported }] });
  port2.close();
  localStorage.setItem("planted", token);
}
