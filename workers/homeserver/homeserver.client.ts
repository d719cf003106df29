import { proxy, transfer, wrap, type Endpoint } from "comlink";
import type { HomeserverApi } from "./homeserver.api.ts";

/** The near side of a started homeserver realm: its worker, or a port to it. The key port is transferred: the page keeps no end of it. */
export function homeserverClient(far: Endpoint): HomeserverApi {
  const remote = wrap<HomeserverApi>(far);
  return {
    acceptKeyPort: (port) => remote.acceptKeyPort(transfer(port, [port])),
    async follow(onEvent) {
      const stop = await remote.follow(proxy(onEvent));
      return () => void stop();
    },
    restore: () => remote.restore(),
    signIn: (input) => remote.signIn(input),
    register: (input) => remote.register(input),
    registerGuest: (input) => remote.registerGuest(input),
    signOut: () => remote.signOut(),
    setDisplayName: (name) => remote.setDisplayName(name),
    setAvatar: (image) => remote.setAvatar(image),
    fetchAvatar: (mxc, sizePx) => remote.fetchAvatar(mxc, sizePx),
    createRoom: (input) => remote.createRoom(input),
    findRoom: (address) => remote.findRoom(address),
    enterRoom: (address) => remote.enterRoom(address),
    knock: (address) => remote.knock(address),
    forgetRoom: (roomId) => remote.forgetRoom(roomId),
    openCall: (input) => remote.openCall(input),
    closeCall: () => remote.closeCall(),
    askHomeserverTransports: () => remote.askHomeserverTransports(),
    askWellKnownTransports: () => remote.askWellKnownTransports(),
    requestSfuGrant: (input) => remote.requestSfuGrant(input),
    announce: (facts) => remote.announce(facts),
    distributeKey: () => remote.distributeKey(),
    updateIntent: (intent) => remote.updateIntent(intent),
    updateTransport: (transport) => remote.updateTransport(transport),
    leave: () => remote.leave(),
    reportParticipants: (participantIds) => remote.reportParticipants(participantIds),
    reportMissingKey: (participantId) => remote.reportMissingKey(participantId),
  };
}
