import type { Fault } from "../domain/fault.ts";
import type { UnixMs } from "../domain/ids.ts";
import type { LegLost, LegRestored } from "../events/callEvents.ts";

/** Since when a leg is down, and why. */
export interface LostLeg {
  readonly lostAt: UnixMs;
  readonly fault: Fault | null;
}

/** The legs that are down; null or absent is steady. */
export interface Legs {
  readonly homeserver: LostLeg | null;
  readonly membership: LostLeg | null;
  readonly device: LostLeg | null;
  /** By the service address of the SFU. */
  readonly transports: ReadonlyMap<string, LostLeg>;
}

/** Everything is up. */
export const steadyLegs: Legs = { homeserver: null, membership: null, device: null, transports: new Map() };

/** A leg goes down. One that is down stays down since when it was, so that times shown do not jump. */
export function withLegLost(legs: Legs, { leg, serviceUrl, fault }: LegLost, lostAt: UnixMs): Legs {
  if (leg !== "transport") return legs[leg] === null ? { ...legs, [leg]: { lostAt, fault } } : legs;
  if (serviceUrl === null || legs.transports.has(serviceUrl)) return legs;
  return { ...legs, transports: new Map(legs.transports).set(serviceUrl, { lostAt, fault }) };
}

/** A leg is up again. */
export function withLegRestored(legs: Legs, { leg, serviceUrl }: LegRestored): Legs {
  if (leg !== "transport") return legs[leg] === null ? legs : { ...legs, [leg]: null };
  if (serviceUrl === null || !legs.transports.has(serviceUrl)) return legs;
  const transports = new Map(legs.transports);
  transports.delete(serviceUrl);
  return { ...legs, transports };
}
