import { CALL_SLOT } from "../../machines/domain/ids.ts";
import { failed, ok } from "../../machines/domain/result.ts";
import type { Result } from "../../machines/domain/result.ts";
import { badJson } from "./apiError.ts";
import type { ApiError } from "./apiError.ts";
import { decodeBody } from "./decode.ts";
import { isDelayId } from "./delegation/delayedEvents.ts";
import { identityOf, legacyIdentityOf, livekitRoomOf } from "./names.ts";
import type { OpenIdToken } from "./openid.ts";

/** A delayed leave that is handed over with a request. */
export interface Delegation {
  readonly delayId: string;
  readonly delayMs: number;
}

/** Somebody asks for a LiveKit token, or hands a delayed leave over; all routes come to this. */
export interface TokenRequest {
  readonly openId: OpenIdToken;
  /** Who they say they are, which the token must then prove; null when they do not say. */
  readonly claimedUserId: string | null;
  /** The delayed leave that they want the service to look after; null for none. */
  readonly delegation: Delegation | null;
  readonly livekitRoom: string;
  /** The LiveKit identity, once it is known who asks. */
  readonly livekitIdentityOf: (userId: string) => string;
}

const openIdShape = {
  access_token: "string",
  token_type: "string",
  matrix_server_name: "string",
  expires_in: "integer",
} as const;
const delayShape = { delay_id: "string", delay_timeout: "integer", delay_cs_api_url: "string" } as const;
const sfuGetShape = { room: "string", openid_token: openIdShape, device_id: "string", ...delayShape } as const;
const getTokenShape = {
  room_id: "string",
  slot_id: "string",
  openid_token: openIdShape,
  member: { id: "string", claimed_user_id: "string", claimed_device_id: "string" },
  ...delayShape,
} as const;

function openIdOf(token: { readonly access_token: string; readonly matrix_server_name: string }): OpenIdToken {
  return { accessToken: token.access_token, serverName: token.matrix_server_name };
}

interface DelayFields {
  readonly delay_id: string;
  readonly delay_timeout: number;
}

const delayMissing = badJson("The request body is missing `delay_id` or `delay_timeout`");
/** Longer than any homeserver allows, and still exact when it is counted in ns. */
const MAX_DELAY_MS = 9_000_000_000;

function readDelegation({
  delay_id: delayId,
  delay_timeout: delayMs,
}: DelayFields): Result<Delegation | null, ApiError> {
  if (delayId === "" && delayMs <= 0) return ok(null);
  if (delayId === "" || delayMs <= 0) return failed(delayMissing);
  if (!isDelayId(delayId)) return failed(badJson("The request body has a `delay_id` that is no id"));
  if (delayMs > MAX_DELAY_MS) return failed(badJson("The request body has a `delay_timeout` that is too long"));
  return ok({ delayId, delayMs });
}

/** The identity `@a:host:8448:D` is that of a user of `host:8448`; a user of `host` must not come by it. */
const STARTS_WITH_PORT = /^\d{1,5}:/;

/** Reads the body of `/sfu/get`. @faults M_NOT_JSON, M_BAD_JSON */
export function decodeSfuGet(text: string): Result<TokenRequest, ApiError> {
  const decoded = decodeBody(sfuGetShape, text);
  if (!decoded.ok) return decoded;
  const body = decoded.value;
  const { access_token: accessToken, matrix_server_name: serverName } = body.openid_token;
  if (body.room === "") return failed(badJson("Missing room parameter"));
  if (accessToken === "" || serverName === "") return failed(badJson("Missing OpenID token parameters"));
  if (STARTS_WITH_PORT.test(body.device_id))
    return failed(badJson("The request body has a `device_id` that reads as part of a server name"));
  const delegation = readDelegation(body);
  if (!delegation.ok) return delegation;
  return ok({
    openId: openIdOf(body.openid_token),
    claimedUserId: null,
    delegation: delegation.value,
    livekitRoom: livekitRoomOf(body.room, CALL_SLOT),
    livekitIdentityOf: (userId) => legacyIdentityOf(userId, body.device_id),
  });
}

function decodeMemberRequest(text: string, article: "a " | ""): Result<TokenRequest, ApiError> {
  const decoded = decodeBody(getTokenShape, text);
  if (!decoded.ok) return decoded;
  const body = decoded.value;
  const { id, claimed_user_id: userId, claimed_device_id: deviceId } = body.member;
  const { access_token: accessToken, matrix_server_name: serverName } = body.openid_token;
  if (body.room_id === "" || body.slot_id === "")
    return failed(badJson("The request body is missing `room_id` or `slot_id`"));
  if (id === "" || userId === "" || deviceId === "") {
    return failed(
      badJson(`The request body \`member\` is missing ${article}\`id\`, \`claimed_user_id\` or \`claimed_device_id\``),
    );
  }
  if (accessToken === "" || serverName === "") {
    return failed(
      badJson(`The request body \`openid_token\` is missing ${article}\`access_token\` or \`matrix_server_name\``),
    );
  }
  const delegation = readDelegation(body);
  if (!delegation.ok) return delegation;
  return ok({
    openId: openIdOf(body.openid_token),
    claimedUserId: userId,
    delegation: delegation.value,
    livekitRoom: livekitRoomOf(body.room_id, body.slot_id),
    livekitIdentityOf: (sub) => identityOf(sub, deviceId, id),
  });
}

/** Reads the body of `/get_token`. @faults M_NOT_JSON, M_BAD_JSON */
export function decodeGetToken(text: string): Result<TokenRequest, ApiError> {
  return decodeMemberRequest(text, "a ");
}

/** Reads the body of `/delegate_delayed_leave`, which always has a delegation. @faults M_NOT_JSON, M_BAD_JSON */
export function decodeDelegate(text: string): Result<TokenRequest, ApiError> {
  const decoded = decodeMemberRequest(text, "");
  return decoded.ok && decoded.value.delegation === null ? failed(delayMissing) : decoded;
}
