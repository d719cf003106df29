/** The names that a deployment needs, by what answers there. */
export function dnsLines({ domain, address }) {
  const target = address ?? "<address of this machine>";
  return [
    {
      name: domain,
      why: "says where the rest is; when another web server has this name, let it answer /.well-known/matrix/",
    },
    { name: `matrix.${domain}`, why: "homeserver" },
    { name: `rtc.${domain}`, why: "authorisation service and SFU" },
    { name: `call.${domain}`, why: "the app" },
    { name: `turn.${domain}`, why: "TURN" },
  ].map(({ name, why }) => `${`${name}.`.padEnd(domain.length + 9)} 300 IN A ${target}   ; ${why}`);
}

/** The ports that callers and other homeservers must reach, with a firewall's command for each. */
export const firewallLines = [
  { port: "80/tcp", why: "getting certificates" },
  { port: "443/tcp", why: "app, homeserver, federation, tokens, signalling, TURN over TLS" },
  { port: "7882/udp", why: "media" },
  { port: "7881/tcp", why: "media, where UDP is blocked" },
  { port: "3478/udp", why: "TURN" },
].map(({ port, why }) => `ufw allow ${port.padEnd(9)} # ${why}`);
