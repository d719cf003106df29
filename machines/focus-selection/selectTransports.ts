import type { MatrixRtcMode } from "../domain/call.ts";
import type { Member } from "../domain/member.ts";
import { isSameTransport, type Transport } from "../domain/transport.ts";

/** Where we publish, and at which other SFUs we only listen; the first is listened at too. */
export interface TransportSelection {
  readonly publishAt: Transport | null;
  /** Without `publishAt`, in the roster's order, each once. */
  readonly subscribeTo: readonly Transport[];
}

/**
 * Chooses transports for a roster in joining order. Multi-SFU modes publish at our own transport and nowhere else; `legacy`
 * publishes where the oldest member prefers, and at our own when that is ourselves or nobody.
 * @see MSC4143 "Discovery of RTC transports"
 */
export function selectTransports(
  mode: MatrixRtcMode,
  own: Transport | null,
  roster: readonly Member[],
): TransportSelection {
  const publishAt = mode === "legacy" ? oldestChoice(own, roster) : own;
  return { publishAt, subscribeTo: remoteTransports(roster, publishAt) };
}

/** Where others publish, without `except`; in the roster's order, each once. */
export function remoteTransports(roster: readonly Member[], except: Transport | null): readonly Transport[] {
  const byUrl = new Map<string, Transport>();
  for (const { isOwn, transport } of roster) {
    if (!isOwn && transport !== null && !isSameTransport(transport, except)) byUrl.set(transport.serviceUrl, transport);
  }
  return [...byUrl.values()];
}

function oldestChoice(own: Transport | null, [oldest]: readonly Member[]): Transport | null {
  if (oldest === undefined || oldest.isOwn) return own;
  return oldest.preferredTransport ?? oldest.transport ?? own;
}

/** Whether `a` and `b` subscribe to the same SFUs, in any order. */
export function isSameSubscription(a: readonly Transport[], b: readonly Transport[]): boolean {
  return a.length === b.length && a.every(({ serviceUrl }) => b.some((other) => other.serviceUrl === serviceUrl));
}
