import { startSite } from "../../../backend/native/site.mjs";
import { registerAccount } from "../../support/matrix.ts";
import type { MatrixAccount } from "../../support/matrix.ts";
import { cpuMsOf, memoryMbOf } from "../cpuTime.ts";

const V3 = "/_matrix/client/v3";
const DELAYED = "/_matrix/client/unstable/org.matrix.msc4140/delayed_events";
const MEMBER = "org.matrix.msc3401.call.member";

/** What a request costs the homeserver, in ms of CPU. */
export interface RequestCost {
  readonly what: string;
  readonly cpuMs: number;
}

type Site = Awaited<ReturnType<typeof startSite>>;

/** Measures each request that joining a call and staying in it takes, made by `count` people in one room. */
export async function measureHomeserver(site: Site, count: number) {
  const pid = site.homeserver.pid ?? 0;
  const costs: RequestCost[] = [];
  async function measure(what: string, times: number, act: (at: number) => Promise<unknown>): Promise<void> {
    const before = cpuMsOf(pid);
    for (let at = 0; at < times; at += 1) await act(at);
    costs.push({ what, cpuMs: (cpuMsOf(pid) - before) / times });
  }

  const people: MatrixAccount[] = [];
  await measure("making an account", count, async (at) => people.push(await registerAccount(site, `p${at}`)));
  const [host] = people;
  if (host === undefined) throw new Error("A room needs somebody");
  const { room_id: roomId } = await host.request<{ room_id: string }>("POST", `${V3}/createRoom`, {
    preset: "public_chat",
    power_level_content_override: { events: { [MEMBER]: 0 } },
  });
  const room = `${V3}/rooms/${encodeURIComponent(roomId)}`;
  const personAt = (at: number): MatrixAccount => people[at] ?? host;
  const stateOf = ({ userId, deviceId }: MatrixAccount) => `${room}/state/${MEMBER}/_${userId}_${deviceId}_m.call`;
  const leaves: string[] = [];
  let batch = "";
  await measure("joining the room", count, (at) => personAt(at).request("POST", `${V3}/join/${roomId}`, {}));
  await measure("a token that proves who one is", count, (at) =>
    personAt(at).request("POST", `${V3}/user/${personAt(at).userId}/openid/request_token`, {}),
  );
  await measure("scheduling a delayed leave", count, async (at) => {
    const url = `${stateOf(personAt(at))}?org.matrix.msc4140.delay=3600000`;
    leaves.push((await personAt(at).request<{ delay_id: string }>("PUT", url, {})).delay_id);
  });
  await measure("a membership", count, (at) =>
    personAt(at).request("PUT", stateOf(personAt(at)), { application: "m.call", call_id: "", scope: "m.room" }),
  );
  await measure("putting a delayed leave off", count, (at) =>
    personAt(at).request("POST", `${DELAYED}/${leaves[at]}/restart`, {}),
  );
  await measure("a media key to one device", count, (at) => {
    const messages = { [personAt(at + 1).userId]: { [personAt(at + 1).deviceId]: { ciphertext: "x".repeat(900) } } };
    return personAt(at).request("PUT", `${V3}/sendToDevice/m.room.encrypted/${at}`, { messages });
  });
  await measure("a first sync", count, async (at) => {
    ({ next_batch: batch } = await personAt(at).request<{ next_batch: string }>("GET", `${V3}/sync?timeout=0`));
  });
  await measure("an event that everybody waits for, for each who waits", 5, async (at) => {
    const waiting = people.map((each) => each.request("GET", `${V3}/sync?timeout=30000&since=${batch}`));
    await host.request("PUT", `${room}/send/m.room.message/${at}`, { msgtype: "m.text", body: "here" });
    const [first] = (await Promise.all(waiting)) as { next_batch: string }[];
    batch = first?.next_batch ?? batch;
  });
  const perWaiting = costs.pop();
  if (perWaiting !== undefined) costs.push({ ...perWaiting, cpuMs: perWaiting.cpuMs / count });
  return { costs, memoryMb: memoryMbOf(pid) };
}
