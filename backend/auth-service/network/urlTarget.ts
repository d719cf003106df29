import { isIP } from "node:net";
import type { Target } from "./exchange.ts";

/** Where an http or https address leads, and the path that it begins with, without a slash at its end. */
export function targetOfUrl(address: string): { readonly target: Target; readonly base: string } {
  const url = new URL(address);
  const isPlain = url.protocol === "http:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return {
    target: {
      host,
      port: url.port === "" ? (isPlain ? 80 : 443) : Number(url.port),
      hostHeader: url.host,
      certificateName: isIP(host) === 0 ? host : null,
      isPlain,
    },
    base: url.pathname.replace(/\/+$/, ""),
  };
}
