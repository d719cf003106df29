import path from "node:path";
import { authorityCertificate } from "./certificate.mjs";

/** Addresses of a site whose servers are reached one by one. */
export function plainAddresses(ports) {
  return {
    app: `http://localhost:${ports.app}`,
    vault: `http://localhost:${ports.vault}`,
    homeserver: `http://localhost:${ports.homeserver}`,
    homeserverName: `localhost:${ports.federation}`,
    authService: `http://localhost:${ports.authService}`,
    sfu: `ws://localhost:${ports.sfu}`,
  };
}

/** Addresses of a site behind the proxy, whose port for browsers is `port`. */
export function proxiedAddresses({ domain, port, serverName }) {
  const at = (label) => `${label}.${domain}${port === 443 ? "" : `:${port}`}`;
  return {
    app: `https://${at("call")}`,
    vault: `https://${at("vault")}`,
    homeserver: `https://${at("synapse")}`,
    homeserverName: serverName,
    authService: `https://${at("matrix-rtc")}/livekit/jwt`,
    sfu: `wss://${at("matrix-rtc")}/livekit/sfu`,
  };
}

/** Values of the templates that are those of servers on the loopback interface of this machine. */
function nativeValues({ dir, ports, isProxied }) {
  return {
    dir,
    authorityCertificate,
    bindAddress: "127.0.0.1",
    mediaNetwork: "127.0.0.1/32",
    hasOwnTls: !isProxied,
    isBehindProxy: isProxied,
    homeserverPort: ports.homeserver,
    federationPort: ports.federation,
    sfuPort: ports.sfu,
    sfuUdpPort: ports.sfuUdp,
    redisAddress: `127.0.0.1:${ports.redis}`,
    webhookUrl: `http://127.0.0.1:${ports.authService}/sfu_webhook`,
  };
}

/** Values of the templates that are the same wherever the servers run. */
export function sharedValues({ addresses, identity }) {
  return {
    serverName: addresses.homeserverName,
    homeserverUrl: addresses.homeserver,
    authServiceUrl: addresses.authService,
    livekitKey: identity.livekit.key,
    livekitSecret: identity.livekit.secret,
    registrationSharedSecret: identity.registrationSharedSecret,
    macaroonSecret: identity.macaroonSecret,
    formSecret: identity.formSecret,
  };
}

/** All that a site's parts need to know of it: addresses, the values of its templates, and what every part has. */
export function describeSite({ dir, ports, identity, proxied, redis, log, onEnded }) {
  const addresses = proxied ? proxiedAddresses(proxied) : plainAddresses(ports);
  return {
    dir,
    ports,
    identity,
    addresses,
    redis: redis ?? null,
    isProxied: proxied !== undefined,
    values: { ...sharedValues({ addresses, identity }), ...nativeValues({ dir, ports, isProxied: Boolean(proxied) }) },
    partOptions: (name) => ({
      name,
      log,
      onEnded,
      logFile: path.join(dir, "logs", `${name.replaceAll(" ", "-")}.log`),
    }),
  };
}
