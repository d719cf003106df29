import { faultOf, type Fault, type FaultCode } from "../../../machines/domain/fault.ts";
import type { HttpFailure } from "./matrixHttp.ts";

/**
 * Says in our words what a homeserver's refusal means. `codeOf` maps Matrix error codes that have a meaning of their own
 * in this place; `refused` is for every other refusal.
 */
export function faultOfFailure(
  failure: HttpFailure,
  codeOf: Readonly<Record<string, FaultCode>> = {},
  refused: FaultCode = "homeserver.refused",
): Fault {
  const facts = {
    url: failure.url,
    detail: detailOf(failure),
    ...(failure.retryAfterMs === null ? {} : { retryAfterMs: failure.retryAfterMs }),
  };
  if (failure.kind !== "http") return faultOf("homeserver.unreachable", facts);
  const own = failure.errcode === null ? undefined : codeOf[failure.errcode];
  if (own !== undefined) return faultOf(own, facts);
  if (failure.errcode === "M_UNKNOWN_TOKEN") return faultOf("account.token_expired", facts);
  if (failure.status === 429) return faultOf("account.limited", facts);
  // A proxy's answer that the homeserver behind it is gone.
  if (failure.status >= 502 && failure.status <= 504) return faultOf("homeserver.unreachable", facts);
  return faultOf(refused, facts);
}

/** What the other side said, for "Details". */
export function detailOf(failure: HttpFailure): string {
  if (failure.kind !== "http") return `${failure.kind}: ${failure.message}`;
  return [failure.status, failure.errcode, failure.message].filter((part) => part !== null && part !== "").join(" ");
}

/** Whether asking again later can help: no answer, an overloaded server, or a rate limit. */
export function isPassing(failure: HttpFailure): boolean {
  return failure.kind === "network" || failure.kind === "timeout" || failure.status === 429 || failure.status >= 500;
}
