/** How a member publishes media: a LiveKit SFU behind an authorisation service (MSC4195). */
export interface Transport {
  readonly type: "livekit";
  /**
   * Base address of the authorisation service, as published; two transports are the same exactly when these
   * strings are equal (no normalisation, see MSC4195).
   */
  readonly serviceUrl: string;
}

/** Whether two members publish at the same SFU. */
export function isSameTransport(a: Transport | null, b: Transport | null): boolean {
  return a === b || (a !== null && b !== null && a.serviceUrl === b.serviceUrl);
}

/** Reads one published transport, in its wire form `{type, livekit_service_url}`. @returns null when it is not ours to use. */
export function decodeTransport(value: unknown): Transport | null {
  if (typeof value !== "object" || value === null) return null;
  const { type, livekit_service_url: serviceUrl } = value as Record<string, unknown>;
  if (type !== "livekit" || typeof serviceUrl !== "string" || serviceUrl === "") return null;
  return { type: "livekit", serviceUrl };
}
