import path from "node:path";

function addressesOf(ports) {
  return {
    app: `http://localhost:${ports.app}`,
    homeserver: `http://localhost:${ports.homeserver}`,
    homeserverName: `localhost:${ports.federation}`,
    authService: `http://localhost:${ports.authService}`,
    sfu: `ws://localhost:${ports.sfu}`,
  };
}

/** All that a site's parts need to know of it: addresses, the values of its templates, and what every part has. */
export function describeSite({ dir, ports, identity, log, onEnded }) {
  const addresses = addressesOf(ports);
  return {
    dir,
    ports,
    identity,
    addresses,
    values: {
      dir,
      serverName: addresses.homeserverName,
      homeserverUrl: addresses.homeserver,
      authServiceUrl: addresses.authService,
      homeserverPort: ports.homeserver,
      federationPort: ports.federation,
      sfuPort: ports.sfu,
      sfuUdpPort: ports.sfuUdp,
      livekitKey: identity.livekit.key,
      livekitSecret: identity.livekit.secret,
      registrationSharedSecret: identity.registrationSharedSecret,
      macaroonSecret: identity.macaroonSecret,
      formSecret: identity.formSecret,
    },
    partOptions: (name) => ({
      name,
      log,
      onEnded,
      logFile: path.join(dir, "logs", `${name.replaceAll(" ", "-")}.log`),
    }),
  };
}
