import { failed, ok, type Result } from "../../../machines/domain/result.ts";

/** How long any single request may take, in ms, unless its caller knows better. */
export const REQUEST_TIMEOUT_MS = 8_000;

/** Parsed JSON of a reply; `unknown` inside until a decoder has read it. */
export type Json = Readonly<Record<string, unknown>>;

/** Why a request brought no answer of use. */
export interface HttpFailure {
  /** `network`: no answer at all; `timeout`: none in time; `http`: an answer that says no; `aborted`: we gave up. */
  readonly kind: "network" | "timeout" | "http" | "aborted";
  /** HTTP status, 0 when there was none. */
  readonly status: number;
  /** Matrix error code, when the body had one. */
  readonly errcode: string | null;
  readonly message: string;
  readonly retryAfterMs: number | null;
  /** The address that was asked, without query. */
  readonly url: string;
  readonly body: Json;
}

/** One request; `path` is percent-encoded already. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly query?: readonly (readonly [string, string])[];
  readonly body?: unknown;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** What a fault names instead of `path`, where that holds something that is not to be known. */
  readonly shownPath?: string;
  /** Ask without the access token. */
  readonly isPublic?: boolean;
}

/** Sends requests to one server; every one ends within its timeout. */
export interface MatrixHttp {
  readonly baseUrl: string;
  request(request: HttpRequest): Promise<Result<Json, HttpFailure>>;
}

/** Makes the sender for `baseUrl`. `onTokenRefused` is told when the server no longer knows our token. */
export function createMatrixHttp(input: {
  readonly baseUrl: string;
  readonly accessToken: string | null;
  readonly onTokenRefused?: () => void;
  readonly fetch?: typeof globalThis.fetch;
}): MatrixHttp {
  const send = input.fetch ?? globalThis.fetch.bind(globalThis);
  return {
    baseUrl: input.baseUrl,
    async request(request) {
      const address = input.baseUrl + request.path;
      const shownUrl = input.baseUrl + (request.shownPath ?? request.path);
      const query = new URLSearchParams((request.query ?? []).map(([key, value]) => [key, value]));
      const headers: Record<string, string> = { Accept: "application/json" };
      if (request.body !== undefined) headers["Content-Type"] = "application/json";
      if (input.accessToken !== null && request.isPublic !== true)
        headers.Authorization = `Bearer ${input.accessToken}`;
      const reply = await sendJson(send, `${address}${query.size > 0 ? `?${query}` : ""}`, shownUrl, {
        ...request,
        headers,
      });
      if (!reply.ok && reply.fault.status === 401 && reply.fault.errcode === "M_UNKNOWN_TOKEN")
        input.onTokenRefused?.();
      return reply;
    },
  };
}

/** Sends JSON to any address and reads JSON back, within a timeout. `shownUrl` is what a fault names. */
export async function sendJson(
  send: typeof globalThis.fetch,
  url: string,
  shownUrl: string,
  request: Pick<HttpRequest, "method" | "body" | "timeoutMs" | "signal"> & { readonly headers: Record<string, string> },
): Promise<Result<Json, HttpFailure>> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), request.timeoutMs ?? REQUEST_TIMEOUT_MS);
  const signal = request.signal ? AbortSignal.any([timeout.signal, request.signal]) : timeout.signal;
  const nothing = { status: 0, errcode: null, retryAfterMs: null, url: shownUrl, body: {} };
  try {
    const response = await send(url, {
      method: request.method,
      headers: request.headers,
      signal,
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    const body = asJson(await response.text());
    if (response.ok) return ok(body);
    return failed({
      kind: "http",
      status: response.status,
      errcode: typeof body.errcode === "string" ? body.errcode : null,
      message: typeof body.error === "string" ? body.error : response.statusText,
      retryAfterMs: retryAfterOf(response.headers.get("Retry-After"), body.retry_after_ms),
      url: shownUrl,
      body,
    });
  } catch (error) {
    const kind = timeout.signal.aborted ? "timeout" : request.signal?.aborted ? "aborted" : "network";
    return failed({ ...nothing, kind, message: error instanceof Error ? error.message : String(error) });
  } finally {
    clearTimeout(timer);
  }
}

/** Percent-encodes each value of a path template: ``path`/rooms/${roomId}` ``. */
export function path(strings: TemplateStringsArray, ...values: readonly string[]): string {
  return strings.reduce(
    (text, part, index) => text + part + (index < values.length ? encodeURIComponent(values[index] ?? "") : ""),
    "",
  );
}

function asJson(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
  } catch {
    return {};
  }
}

function retryAfterOf(header: string | null, fromBody: unknown): number | null {
  const seconds = header === null ? Number.NaN : Number(header);
  if (Number.isFinite(seconds)) return seconds * 1_000;
  return typeof fromBody === "number" ? fromBody : null;
}
