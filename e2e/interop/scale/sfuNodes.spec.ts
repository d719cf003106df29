import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { registerAccount } from "../../support/matrix.ts";
import { expect, test } from "../../support/site.ts";
import { brokenOf, runCheck } from "../runCheck.ts";
import { startScaledSfu } from "./scaledSfu.ts";

/** LiveKit gives a room of a dead node a new home 5 s after its death at the earliest; the rest is for a busy machine. */
const NEW_HOME_MS = 60_000;

test("a node with its room and an authorisation service die, and the same room goes on at the other node", async ({
  site,
}) => {
  const dir = await mkdtemp(path.join(tmpdir(), "parley-nodes-"));
  const sfu = await startScaledSfu(site, dir);
  try {
    const { accessToken } = await registerAccount(site, "operator");
    const [first, second] = sfu.services;
    const checkAt = (url = "") =>
      runCheck(
        [
          `server-name=${site.addresses.homeserverName}`,
          `homeserver=${site.addresses.homeserver}`,
          `auth-service=${url}`,
          `sfu=${sfu.address}`,
        ],
        accessToken,
      );
    /** The UDP port at which the SFU answered as it would to a member: it tells which node has the room. */
    const mediaPortOf = ({ hops }: Awaited<ReturnType<typeof checkAt>>) =>
      Number(hops.find(({ id, state }) => id === "media.udp" && state === "ok")?.proof.match(/:(\d+): answered/)?.[1]);

    const before = await checkAt(first?.url);
    expect(brokenOf(before.hops)).toEqual([]);
    const home = mediaPortOf(before);
    const [other] = [...sfu.nodeByUdpPort.keys()].filter((port) => port !== home);
    // Whoever asks the other service, and through whichever node, meets the same room at the same node.
    expect(mediaPortOf(await checkAt(second?.url))).toBe(home);

    await Promise.all([sfu.nodeByUdpPort.get(home)?.kill(), first?.part.kill()]);
    await expect.poll(async () => mediaPortOf(await checkAt(second?.url)), { timeout: NEW_HOME_MS }).toBe(other);
  } finally {
    await sfu.stop();
    await rm(dir, { recursive: true, force: true });
  }
});
