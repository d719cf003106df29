import { isIPv4, isIPv6 } from "node:net";

/** A Matrix server name, taken apart. */
export interface ServerName {
  /** A DNS name or an IP address, without brackets. */
  readonly host: string;
  readonly isIp: boolean;
  readonly port: number | null;
}

/** The longest name that Matrix allows, in characters. */
const MAX_LENGTH = 255;

const DNS_LABEL = /^[0-9A-Za-z](?:[0-9A-Za-z-]{0,61}[0-9A-Za-z])?$/;

/** Resolvers read names that end like this as numbers, `127.1` and `0x7f.1` for instance as this very machine. */
const ENDS_IN_NUMBER = /(?:^|\.)(?:\d+|0[xX][0-9A-Fa-f]*)$/;

function isDnsName(host: string): boolean {
  return !ENDS_IN_NUMBER.test(host) && host.split(".").every((label) => DNS_LABEL.test(label));
}

/** Reads a server name; null when it is none by Matrix's grammar. @see the specification's appendix "Server name" */
export function decodeServerName(text: string): ServerName | null {
  if (text.length > MAX_LENGTH) return null;
  const match = /^(?:\[(?<v6>[0-9A-Fa-f:.]+)\]|(?<name>[0-9A-Za-z.-]+))(?::(?<port>\d{1,5}))?$/.exec(text);
  const { v6, name, port: portText } = match?.groups ?? {};
  const port = portText === undefined ? null : Number(portText);
  if (port !== null && (port === 0 || port > 65_535)) return null;
  if (v6 !== undefined) return isIPv6(v6) ? { host: v6, isIp: true, port } : null;
  if (name === undefined) return null;
  if (isIPv4(name)) return { host: name, isIp: true, port };
  return isDnsName(name) ? { host: name, isIp: false, port } : null;
}
