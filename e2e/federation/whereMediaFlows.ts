import { RoomServiceClient } from "livekit-server-sdk";
import type { Federation } from "./federatedSites.ts";

/** How many people are at a site's SFU, and how many of them publish there. */
export interface Presence {
  readonly people: number;
  readonly publishers: number;
}

/** Asks each site's SFU, past the proxy, who is there. In the order of the sites. */
export async function askSfus({ sites }: Federation): Promise<readonly Presence[]> {
  return Promise.all(
    sites.map(async ({ ports, livekit }) => {
      const client = new RoomServiceClient(`http://127.0.0.1:${ports.sfu}`, livekit.key, livekit.secret);
      const rooms = await client.listRooms();
      const people = (await Promise.all(rooms.map(({ name }) => client.listParticipants(name)))).flat();
      return { people: people.length, publishers: people.filter(({ tracks }) => tracks.length > 0).length };
    }),
  );
}
