import type { Fault } from "../../../machines/domain/fault.ts";
import { faultOf } from "../../../machines/domain/fault.ts";
import { failed, ok, type Result } from "../../../machines/domain/result.ts";
import { faultOfFailure } from "../http/matrixFault.ts";
import { path, REQUEST_TIMEOUT_MS, type MatrixHttp } from "../http/matrixHttp.ts";
import type { Session } from "./session.ts";

/** Sets the name that others see. @faults homeserver.unreachable, homeserver.refused */
export async function putDisplayName(http: MatrixHttp, userId: string, name: string): Promise<Result<null, Fault>> {
  const reply = await http.request({
    method: "PUT",
    path: path`/_matrix/client/v3/profile/${userId}/displayname`,
    body: { displayname: name },
  });
  return reply.ok ? ok(null) : failed(faultOfFailure(reply.fault));
}

/** Sets the picture that others see; an empty address removes it. */
export async function putAvatar(http: MatrixHttp, userId: string, mxc: string): Promise<Result<null, Fault>> {
  const reply = await http.request({
    method: "PUT",
    path: path`/_matrix/client/v3/profile/${userId}/avatar_url`,
    body: { avatar_url: mxc },
  });
  return reply.ok ? ok(null) : failed(faultOfFailure(reply.fault));
}

/** Reads the name and picture that are set; falls back to what the session holds. */
export async function readProfile(
  http: MatrixHttp,
  session: Session,
): Promise<Pick<Session, "displayName" | "avatarMxc">> {
  const reply = await http.request({ method: "GET", path: path`/_matrix/client/v3/profile/${session.userId}` });
  if (!reply.ok) return session;
  const { displayname, avatar_url: avatar } = reply.value;
  return {
    displayName: typeof displayname === "string" && displayname !== "" ? displayname : session.displayName,
    avatarMxc: typeof avatar === "string" && avatar.startsWith("mxc://") ? avatar : null,
  };
}

/** Stores a picture on the homeserver. @returns its `mxc://` address. */
export async function uploadImage(session: Session, image: Blob): Promise<Result<string, Fault>> {
  const url = `${session.homeserverUrl}/_matrix/media/v3/upload`;
  const reply = await fetchBytes(session, url, {
    method: "POST",
    body: image,
    headers: { "Content-Type": image.type },
  });
  if (!reply.ok) return reply;
  try {
    const body: unknown = await reply.value.json();
    const mxc = typeof body === "object" && body !== null ? (body as Record<string, unknown>).content_uri : null;
    if (typeof mxc === "string") return ok(mxc);
  } catch {
    // Not JSON: refused below.
  }
  return failed(faultOf("homeserver.refused", { url, detail: "upload answer without an address" }));
}

/** Loads a picture, scaled and cropped to a square of `sizePx`. */
export async function downloadAvatar(session: Session, mxc: string, sizePx: number): Promise<Result<Blob, Fault>> {
  const [, server, mediaId] = /^mxc:\/\/([^/]+)\/([A-Za-z0-9_-]+)$/.exec(mxc) ?? [];
  if (server === undefined || mediaId === undefined)
    return failed(faultOf("homeserver.refused", { detail: "not a media address" }));
  const size = String(Math.max(1, Math.round(sizePx)));
  const url = session.homeserverUrl + path`/_matrix/client/v1/media/thumbnail/${server}/${mediaId}`;
  const reply = await fetchBytes(session, `${url}?width=${size}&height=${size}&method=crop`, { method: "GET" });
  return reply.ok ? ok(await reply.value.blob()) : reply;
}

async function fetchBytes(session: Session, url: string, init: RequestInit): Promise<Result<Response, Fault>> {
  const shownUrl = url.replace(/\?.*$/, "");
  try {
    const response = await fetch(url, {
      ...init,
      headers: {
        ...(init.headers as Record<string, string> | undefined),
        Authorization: `Bearer ${session.accessToken}`,
      },
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    return response.ok
      ? ok(response)
      : failed(faultOf("homeserver.refused", { url: shownUrl, detail: String(response.status) }));
  } catch (error) {
    return failed(
      faultOf("homeserver.unreachable", {
        url: shownUrl,
        detail: error instanceof Error ? error.message : String(error),
      }),
    );
  }
}
