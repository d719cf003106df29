import type { EventId } from "../../../machines/domain/ids.ts";
import { failed, ok, type Result } from "../../../machines/domain/result.ts";
import { STATE_MEMBER, STICKY_MEMBER } from "../calls/memberEvents.ts";
import { path, type HttpFailure, type Json, type MatrixHttp } from "../http/matrixHttp.ts";
import type { MatrixSync } from "../matrix/matrixSync.ts";
import { stateKeyOf, stickyLeaveOf, type MembershipIdentity } from "./membershipContent.ts";
import type { MembershipPort } from "./membershipPort.ts";

const DELAY = "org.matrix.msc4140.delay";
const STICKY = "org.matrix.msc4354.sticky_duration_ms";
const DELAYED_EVENTS = "/_matrix/client/unstable/org.matrix.msc4140/delayed_events";

/** How long a sticky membership sticks, in ms: the longest that servers take (MSC4354). */
export const STICKY_DURATION_MS = 3_600_000;

/** How long a message of ours may take before it is tried again, in ms. */
const SEND_TIMEOUT_MS = 5_000;

/** Memberships over a real homeserver, in the form that `identity.mode` asks for. */
export function matrixMembershipPort(input: {
  readonly http: MatrixHttp;
  /** Sends sticky memberships, encrypted where the room is; not needed for state events. */
  readonly sync: Pick<MatrixSync, "sendSticky"> | null;
  readonly identity: MembershipIdentity;
  readonly roomVersion: string;
}): MembershipPort {
  const { http, sync, identity } = input;
  const { roomId } = identity;
  const isSticky = identity.mode === "matrix_2_0";
  const statePath = path`/_matrix/client/v3/rooms/${roomId}/state/${STATE_MEMBER}/${stateKeyOf(identity, input.roomVersion)}`;
  const stickyPath = () => path`/_matrix/client/v3/rooms/${roomId}/send/${STICKY_MEMBER}/${crypto.randomUUID()}`;
  const stickyQuery = [STICKY, String(STICKY_DURATION_MS)] as const;
  const put = (address: string, body: object, query: readonly (readonly [string, string])[] = []) =>
    http.request({ method: "PUT", path: address, query, body, timeoutMs: SEND_TIMEOUT_MS });
  // Whoever knows a delay id can fire or withdraw the event: no fault shows it.
  const act = (delayId: string, action: "restart" | "send" | "cancel", timeoutMs: number) =>
    http.request({
      method: "POST",
      path: DELAYED_EVENTS + path`/${delayId}/${action}`,
      shownPath: DELAYED_EVENTS,
      body: {},
      timeoutMs,
    });

  return {
    async readMaxDelayMs() {
      const reply = await http.request({
        method: "GET",
        path: "/_matrix/client/v3/capabilities",
        timeoutMs: SEND_TIMEOUT_MS,
      });
      const capabilities = reply.ok ? (reply.value.capabilities as Json | undefined) : undefined;
      const limits = capabilities?.["org.matrix.msc4140.delayed_events"] as Json | undefined;
      return typeof limits?.max_delay_ms === "number" ? limits.max_delay_ms : null;
    },
    async scheduleLeave(delayMs) {
      const delay = [DELAY, String(delayMs)] as const;
      const reply = isSticky
        ? await put(stickyPath(), stickyLeaveOf(identity), [delay, stickyQuery])
        : await put(statePath, {}, [delay]);
      if (!reply.ok) return reply;
      const { delay_id: delayId } = reply.value;
      if (typeof delayId === "string") return ok(delayId);
      return failed(unsupported(http.baseUrl + statePath, "answer without a delay id"));
    },
    restartLeave: async (delayId, timeoutMs) => nothing(await act(delayId, "restart", timeoutMs)),
    fireLeave: async (delayId) => nothing(await act(delayId, "send", SEND_TIMEOUT_MS)),
    async cancelStaleLeaves(keep) {
      // A sticky membership of an earlier visit has another key: that one should end.
      if (isSticky) return;
      const reply = await http.request({ method: "GET", path: DELAYED_EVENTS, timeoutMs: SEND_TIMEOUT_MS });
      const scheduled =
        reply.ok && Array.isArray(reply.value.delayed_events) ? (reply.value.delayed_events as Json[]) : [];
      const stale = scheduled.filter(
        ({ delay_id: id, room_id: room, type, state_key: key }) =>
          id !== keep && room === roomId && type === STATE_MEMBER && key === stateKeyOf(identity, input.roomVersion),
      );
      await Promise.all(stale.map(({ delay_id: id }) => act(String(id), "cancel", SEND_TIMEOUT_MS)));
    },
    async sendMembership(content) {
      if (!isSticky || sync === null) {
        const reply = await put(statePath, content);
        return reply.ok ? ok(String(reply.value.event_id) as EventId) : reply;
      }
      try {
        return ok((await sync.sendSticky(roomId, STICKY_MEMBER, content, STICKY_DURATION_MS)) as EventId);
      } catch (error) {
        return failed(failureOf(error, http.baseUrl + path`/_matrix/client/v3/rooms/${roomId}/send/${STICKY_MEMBER}`));
      }
    },
    sendLeave: async () =>
      nothing(isSticky ? await put(stickyPath(), stickyLeaveOf(identity), [stickyQuery]) : await put(statePath, {})),
    probe: async (timeoutMs) =>
      nothing(await http.request({ method: "GET", path: "/_matrix/client/versions", timeoutMs, isPublic: true })),
  };
}

function nothing(reply: Result<Json, HttpFailure>): Result<null, HttpFailure> {
  return reply.ok ? ok(null) : reply;
}

/** What the SDK threw, as far as it says: its Matrix errors carry status and code, a lost connection neither. */
function failureOf(error: unknown, url: string): HttpFailure {
  const { httpStatus, errcode, message } = error as { httpStatus?: unknown; errcode?: unknown; message?: unknown };
  const status = typeof httpStatus === "number" ? httpStatus : 0;
  return {
    kind: status === 0 ? "network" : "http",
    status,
    errcode: typeof errcode === "string" ? errcode : null,
    message: typeof message === "string" ? message : String(error),
    retryAfterMs: null,
    url,
    body: {},
  };
}

function unsupported(url: string, message: string): HttpFailure {
  return { kind: "http", status: 404, errcode: "M_UNRECOGNIZED", message, retryAfterMs: null, url, body: {} };
}
