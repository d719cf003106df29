import { faultOf, type Fault, type FaultCode } from "../../../machines/domain/fault.ts";
import type { DeviceId, UserId } from "../../../machines/domain/ids.ts";
import { failed, ok, type Result } from "../../../machines/domain/result.ts";
import { faultOfFailure } from "../http/matrixFault.ts";
import type { HttpFailure, Json, MatrixHttp } from "../http/matrixHttp.ts";
import { makeGuestName, makePassword } from "./guestName.ts";
import { localPartOf, type Session } from "./session.ts";

/** What our devices are called in other clients' lists of sessions. */
const DEVICE_NAME = "Parley";

/** Stages of interactive authentication that need nobody in front of the screen. */
const SILENT_STAGES: readonly string[] = ["m.login.dummy", "m.login.terms"];

const CODES: Readonly<Record<string, FaultCode>> = {
  M_USER_IN_USE: "account.name_taken",
  M_EXCLUSIVE: "account.name_taken",
  M_INVALID_USERNAME: "account.name_invalid",
  M_WEAK_PASSWORD: "account.password_weak",
  M_PASSWORD_TOO_SHORT: "account.password_weak",
  M_PASSWORD_NO_DIGIT: "account.password_weak",
  M_PASSWORD_NO_UPPERCASE: "account.password_weak",
  M_PASSWORD_NO_LOWERCASE: "account.password_weak",
  M_PASSWORD_NO_SYMBOL: "account.password_weak",
  M_PASSWORD_IN_DICTIONARY: "account.password_weak",
  M_FORBIDDEN: "account.registration_closed",
  M_LIMIT_EXCEEDED: "account.limited",
};

/** Signs in by name (or full user id) and password. @faults account.wrong_password, account.limited, homeserver.unreachable */
export async function signInWithPassword(
  http: MatrixHttp,
  input: { userName: string; password: string },
): Promise<Result<Session, Fault>> {
  const reply = await http.request({
    method: "POST",
    path: "/_matrix/client/v3/login",
    body: {
      type: "m.login.password",
      identifier: { type: "m.id.user", user: input.userName.trim() },
      password: input.password,
      initial_device_display_name: DEVICE_NAME,
    },
  });
  if (!reply.ok) {
    const codes = {
      M_FORBIDDEN: "account.wrong_password",
      M_UNAUTHORIZED: "account.wrong_password",
      M_INVALID_USERNAME: "account.wrong_password",
    } as const;
    return failed(faultOfFailure(reply.fault, codes));
  }
  return sessionOf(reply.value, http.baseUrl, false);
}

/**
 * Makes an account. Answers every stage that needs no person; the server must offer a flow of such stages alone.
 * @faults account.name_taken, account.name_invalid, account.password_weak, account.registration_closed, account.registration_unsupported
 */
export async function registerAccount(
  http: MatrixHttp,
  input: { userName: string; password: string; isGuest: boolean },
): Promise<Result<Session, Fault>> {
  const body = { username: input.userName.trim(), password: input.password, initial_device_display_name: DEVICE_NAME };
  // Nearly every server with open registration takes the dummy stage at once; those that do not answer with their flows.
  let reply = await register(http, { ...body, auth: { type: "m.login.dummy" } });
  for (let round = 0; !reply.ok && reply.fault.status === 401 && round < 4; round += 1) {
    const next = nextStage(reply.fault.body);
    if (next === null)
      return failed(
        faultOf("account.registration_unsupported", { url: reply.fault.url, detail: offeredStages(reply.fault.body) }),
      );
    reply = await register(http, { ...body, auth: next });
  }
  if (!reply.ok) return failed(faultOfFailure(reply.fault, CODES));
  return sessionOf(reply.value, http.baseUrl, input.isGuest);
}

/** Makes an ordinary account with a random name and password (Matrix guests get no OpenID tokens). */
export async function registerGuestAccount(http: MatrixHttp): Promise<Result<Session, Fault>> {
  const attempt = () => registerAccount(http, { userName: makeGuestName(), password: makePassword(), isGuest: true });
  const first = await attempt();
  return !first.ok && first.fault.code === "account.name_taken" ? attempt() : first;
}

function register(http: MatrixHttp, body: Json): Promise<Result<Json, HttpFailure>> {
  return http.request({ method: "POST", path: "/_matrix/client/v3/register", query: [["kind", "user"]], body });
}

function nextStage(body: Json): Json | null {
  const session = typeof body.session === "string" ? { session: body.session } : {};
  const completed = Array.isArray(body.completed) ? body.completed : [];
  for (const stages of flowsOf(body)) {
    if (!stages.every((stage) => SILENT_STAGES.includes(stage))) continue;
    const type = stages.find((stage) => !completed.includes(stage));
    if (type !== undefined) return { type, ...session };
  }
  return null;
}

function flowsOf(body: Json): readonly (readonly string[])[] {
  if (!Array.isArray(body.flows)) return [];
  return body.flows.map((flow: unknown) => {
    const stages = typeof flow === "object" && flow !== null ? (flow as Json).stages : null;
    return Array.isArray(stages) ? stages.filter((stage): stage is string => typeof stage === "string") : [];
  });
}

function offeredStages(body: Json): string {
  return flowsOf(body)
    .map((stages) => stages.join(" + "))
    .join(", ");
}

function sessionOf(body: Json, homeserverUrl: string, isGuest: boolean): Result<Session, Fault> {
  const { user_id: userId, device_id: deviceId, access_token: accessToken } = body;
  if (typeof userId !== "string" || typeof deviceId !== "string" || typeof accessToken !== "string") {
    return failed(
      faultOf("homeserver.refused", { url: homeserverUrl, detail: "login answer without user, device or token" }),
    );
  }
  return ok({
    userId: userId as UserId,
    deviceId: deviceId as DeviceId,
    accessToken,
    homeserverUrl,
    displayName: localPartOf(userId),
    avatarMxc: null,
    isGuest,
  });
}
