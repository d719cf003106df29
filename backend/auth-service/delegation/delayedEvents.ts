import { readJsonField, readJsonString } from "../jsonField.ts";
import type { Agents } from "../network/agents.ts";
import { exchange } from "../network/exchange.ts";
import type { Answer } from "../network/exchange.ts";
import { targetOfUrl } from "../network/urlTarget.ts";
import type { FindClientApi } from "./clientApi.ts";
import type { DelayedAnswer } from "./job.ts";

/** Restarts or sends a delayed event at its homeserver. It never throws. @see MSC4140 */
export type ActOnDelayedEvent = (
  serverName: string,
  delayId: string,
  action: "restart" | "send",
) => Promise<DelayedAnswer>;

const BOUNDS = { maxBytes: 64 * 1024, timeoutMs: 5000 };
const PATH = "/_matrix/client/unstable/org.matrix.msc4140/delayed_events";

/** Whether `text` can be the id of a delayed event: an opaque identifier, and no step through a path. */
export function isDelayId(text: string): boolean {
  return /^[0-9A-Za-z._~-]{1,255}$/.test(text) && text !== "." && text !== "..";
}

/** The wait that the homeserver asks for, in ms, rounded up to whole seconds; null when it asks for none. */
export function retryAfterMsOf({ headers, text }: Answer, now: number): number | null {
  const header = headers["retry-after"];
  if (header !== undefined && /^\d{1,6}$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header ?? "");
  if (!Number.isNaN(date)) return Math.max(0, date - now);
  const asked = readJsonField(text, ["retry_after_ms"]);
  return typeof asked === "number" && asked >= 0 ? Math.ceil(asked / 1000) * 1000 : null;
}

function isUnrecognised({ status, text }: Answer): boolean {
  return (status === 404 || status === 405) && readJsonString(text, ["errcode"]) === "M_UNRECOGNIZED";
}

function readAnswer(answer: Answer): DelayedAnswer {
  if (answer.status === 200 || answer.status === 204) return { kind: "done" };
  // A worker that does not know the route says 404 too, which says nothing about the event.
  if (answer.status === 404 && readJsonString(answer.text, ["errcode"]) === "M_NOT_FOUND") return { kind: "gone" };
  return { kind: "failed", retryAfterMs: answer.status === 429 ? retryAfterMsOf(answer, Date.now()) : null };
}

/** Asks over `trusted` where the operator named the address, and over `strangers` where the homeserver did. */
export function createDelayedEvents(
  find: FindClientApi,
  overrides: ReadonlyMap<string, string>,
  { strangers, trusted }: { readonly strangers: Agents; readonly trusted: Agents },
): ActOnDelayedEvent {
  return async (serverName, delayId, action) => {
    const baseUrl = await find(serverName);
    if (baseUrl === null) return { kind: "failed", retryAfterMs: null };
    const { target, base } = targetOfUrl(baseUrl);
    const agents = overrides.has(serverName) ? trusted : strangers;
    const path = `${base}${PATH}/${encodeURIComponent(delayId)}`;
    let answer = await exchange(agents, target, { path: `${path}/${action}`, body: "{}" }, BOUNDS);
    if (answer.ok && isUnrecognised(answer.value))
      answer = await exchange(agents, target, { path, body: JSON.stringify({ action }) }, BOUNDS); // as it was before
    return answer.ok ? readAnswer(answer.value) : { kind: "failed", retryAfterMs: null };
  };
}
