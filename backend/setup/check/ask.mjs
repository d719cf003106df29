import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";

/** Answers that say where something is are a few kilobytes; a web site may send more, which is not read. */
const MOST_BYTES = 256 * 1024;
/** Where the asking page would be: an origin other than the asked one. */
export const ORIGIN = "https://call.check.example";

const words = {
  ENOTFOUND: "the name is not in DNS",
  EAI_AGAIN: "the name cannot be looked up now",
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "the connection was cut",
  ETIMEDOUT: "no answer",
  EHOSTUNREACH: "there is no way to that address",
  ENETUNREACH: "there is no way to that address",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is signed by nobody whom others trust",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is signed by nobody whom others trust",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate comes without those in between, or from an unknown authority",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate comes without those in between, or from an unknown authority",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  EPROTO: "it does not speak TLS there",
};

/** Whether a failed connection failed for its certificate. */
export const isCertificateCode = (code) => /CERT|LEAF_SIGNATURE|ALTNAME/.test(code);

/** A failed connection in words. */
export function reasonOf(error) {
  const code = error.code ?? error.cause?.code ?? error.errors?.[0]?.code ?? "";
  return { code, reason: words[code] ?? (code || error.message) };
}

function jsonOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Asks `url` as a page of another origin would, without following redirects.
 * @returns `{ reached: true, status, headers, text, json }` (`json` undefined when it is none), or `{ reached: false, code, reason }`.
 * An upgraded connection has status 101.
 */
export function ask(url, { method = "GET", headers = {}, body, ca, timeoutMs = 8000 } = {}) {
  return new Promise((resolve) => {
    const fail = (error) => resolve({ reached: false, ...reasonOf(error) });
    const start = url.startsWith("https:") ? httpsRequest : httpRequest;
    let request;
    try {
      request = start(url, {
        method,
        headers: { Origin: ORIGIN, ...headers },
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
        ...(ca && { ca }),
      });
    } catch (error) {
      fail(error);
      return;
    }
    request.on("error", (error) =>
      fail(error.name === "TimeoutError" || error.name === "AbortError" ? { code: "ETIMEDOUT" } : error),
    );
    request.on("upgrade", (response, socket) => {
      socket.destroy();
      resolve({ reached: true, status: 101, headers: response.headers, text: "", json: undefined });
    });
    request.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8");
      const finish = () =>
        resolve({ reached: true, status: response.statusCode, headers: response.headers, text, json: jsonOf(text) });
      response.on("data", (chunk) => {
        text += chunk;
        if (text.length > MOST_BYTES) response.destroy();
      });
      response.on("close", finish);
      response.on("error", finish);
    });
    request.end(body);
  });
}

/** One line on what was answered: status, and the error code or what kind of thing came. */
export function shown(answer) {
  if (!answer.reached) return answer.reason;
  const type = String(answer.headers["content-type"] ?? "").split(";")[0];
  const detail = answer.json?.errcode ?? (answer.json === undefined && answer.text !== "" ? type || "text" : "");
  return [answer.status, detail].filter(Boolean).join(" ");
}

/** What is wrong with the CORS headers of `answer` for pages of any origin; null when nothing is. */
export function corsFault(answer) {
  const value = answer.headers["access-control-allow-origin"];
  if (value === undefined) return "no Access-Control-Allow-Origin";
  if (value === "*" || value === ORIGIN) return null;
  return value.includes(",")
    ? `Access-Control-Allow-Origin twice (${value})`
    : `Access-Control-Allow-Origin is only for ${value}`;
}
