import { BlockList, isIP } from "node:net";

/** Says whether an IP address may be connected to on a stranger's word. */
export type IsAllowed = (address: string) => boolean;

/** Networks that are no part of the public internet; among them where clouds keep their metadata (169.254.169.254). */
const NOT_PUBLIC = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  // IPv4 in other clothes: mapped addresses are compared with the rules above, these tunnels lead anywhere.
  "::/96",
  "64:ff9b::/96",
  "64:ff9b:1::/48",
  "2001::/32",
  "2002::/16",
  "100::/64",
  "2001:db8::/32",
  "fc00::/7",
  "fe80::/10",
  "fec0::/10",
  "ff00::/8",
];

/** What an operator may write instead of networks. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ["127.0.0.0/8", "::1/128"],
  private: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
};

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}

function addNetwork(list: BlockList, network: string): void {
  const [address = "", prefix] = network.split("/");
  const family = familyOf(address);
  list.addSubnet(address, prefix === undefined ? (family === "ipv4" ? 32 : 128) : Number(prefix), family);
}

/** Whether `text` is `loopback`, `private`, an IP address, or a network such as `10.0.0.0/8`. */
export function isNetwork(text: string): boolean {
  if (Object.hasOwn(NAMED, text)) return true;
  const match = /^(?<address>[^/]+)(?:\/(?<prefix>\d{1,3}))?$/.exec(text);
  const version = isIP(match?.groups?.["address"] ?? "");
  return version !== 0 && Number(match?.groups?.["prefix"] ?? 0) <= (version === 4 ? 32 : 128);
}

/** Allows public addresses, and those in `networks`, each of which `isNetwork`. */
export function createAddressRule(networks: readonly string[]): IsAllowed {
  const refused = new BlockList();
  for (const network of NOT_PUBLIC) addNetwork(refused, network);
  const allowed = new BlockList();
  for (const network of networks.flatMap((name) => NAMED[name] ?? [name])) addNetwork(allowed, network);
  return (address) => {
    const family = familyOf(address);
    return allowed.check(address, family) || !refused.check(address, family);
  };
}
