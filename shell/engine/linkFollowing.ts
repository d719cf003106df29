import { roomIdOrAliasOf } from "../../machines/domain/roomLink.ts";
import type { EngineParts } from "./parts.ts";

/** Keeps room, account and call in step with the address bar: opens what a link names once we are somebody, leaves it on the way out. */
export function startLinkFollowing({ router, account, room, calls, discovery, devices, config }: EngineParts): void {
  let openedLink: string | null = null;

  function follow(): void {
    const { name, params } = router.route.getSnapshot();
    const isSignedIn = account.actor.getSnapshot().matches("signedIn");
    if (name !== "room" || params.room === null) {
      if (openedLink !== null) leaveLink();
      if (isSignedIn && name !== "home" && name !== "room") router.comeBack();
      return;
    }
    // Before the call's own lobby asks; later, on the way out, nobody wants their camera back on.
    if (calls.actor.getSnapshot().matches("idle")) devices.actor.send({ type: "devices.needed" });
    const accountNow = account.actor.getSnapshot();
    // Refused once, the name is the person's to choose: asking again by ourselves would go on for ever.
    if (params.displayName !== null && accountNow.matches("signedOut") && accountNow.context.fault === null)
      void account.ensureAccount(params.displayName);
    if (!isSignedIn) return;
    if (discovery.getSnapshot().matches("idle"))
      discovery.send({ type: "discovery.requested", configTransport: config.transport });
    const roomIdOrAlias =
      roomIdOrAliasOf(params.room, config.homeserver?.serverName ?? null) ?? params.room.alias ?? "";
    const link = `${roomIdOrAlias} ${params.viaServers.join(" ")}`;
    if (link === openedLink) return;
    if (openedLink !== null) leaveLink();
    openedLink = link;
    room.send({ type: "link.opened", roomIdOrAlias, viaServers: params.viaServers });
  }

  function leaveLink(): void {
    openedLink = null;
    calls.actor.send({ type: "lobby.left" });
    room.send({ type: "link.closed" });
  }

  router.route.subscribe(follow);
  account.actor.subscribe(follow);
  room.subscribe((snapshot) => {
    const roomId = snapshot.context.preview?.roomId;
    const call = calls.actor.getSnapshot();
    if (snapshot.matches("ready") && roomId !== undefined && call.matches("idle"))
      calls.actor.send({ type: "lobby.entered", roomId });
  });
  follow();
}
