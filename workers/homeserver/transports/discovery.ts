import type { Fault } from "../../../machines/domain/fault.ts";
import { faultOf } from "../../../machines/domain/fault.ts";
import { failed, ok, type Result } from "../../../machines/domain/result.ts";
import { decodeTransport, type Transport } from "../../../machines/domain/transport.ts";
import { detailOf, faultOfFailure } from "../http/matrixFault.ts";
import { sendJson, type MatrixHttp } from "../http/matrixHttp.ts";

const TRANSPORTS = "/_matrix/client/unstable/org.matrix.msc4143/rtc/transports";
const FOCI = "org.matrix.msc4143.rtc_foci";

/** What the homeserver names; nothing when it has none or does not know the question. @see MSC4143 */
export async function fetchHomeserverTransports(http: MatrixHttp): Promise<Result<readonly Transport[], Fault>> {
  const reply = await http.request({ method: "GET", path: TRANSPORTS });
  if (reply.ok) return ok(transportsIn(reply.value.rtc_transports));
  if (reply.fault.status === 404 || reply.fault.errcode === "M_UNRECOGNIZED") return ok([]);
  return failed(faultOfFailure(reply.fault));
}

/**
 * What the well-known file lists. It belongs on the server name's own domain; some deployments serve it beside the
 * client-server address only, so that one is asked when the first has nothing.
 */
export async function fetchWellKnownTransports(
  serverName: string,
  baseUrl: string,
  fetch: typeof globalThis.fetch = globalThis.fetch.bind(globalThis),
): Promise<Result<readonly Transport[], Fault>> {
  const [named, beside] = await Promise.all([ask(`https://${serverName}`), ask(baseUrl)]);
  if (named.ok && named.value.length > 0) return named;
  return beside.ok ? beside : named;

  async function ask(origin: string): Promise<Result<readonly Transport[], Fault>> {
    const url = `${origin}/.well-known/matrix/client`;
    const reply = await sendJson(fetch, url, url, { method: "GET", headers: { Accept: "application/json" } });
    if (reply.ok) return ok(transportsIn(reply.value[FOCI]));
    const { fault: failure } = reply;
    if (failure.status === 404) return ok([]);
    return failed(
      faultOf(failure.kind === "http" ? "homeserver.refused" : "homeserver.unreachable", {
        url,
        detail: detailOf(failure),
      }),
    );
  }
}

function transportsIn(value: unknown): readonly Transport[] {
  return Array.isArray(value) ? value.map(decodeTransport).filter((transport) => transport !== null) : [];
}
