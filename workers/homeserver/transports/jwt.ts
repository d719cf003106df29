import { decodeBase64 } from "../keys/base64.ts";

/** Reads the payload of a token, which travels as base64url. @returns null when it is none. The signature is the SFU's to check. */
export function decodeJwtPayload(jwt: string): Readonly<Record<string, unknown>> | null {
  const bytes = decodeBase64(jwt.split(".")[1] ?? "");
  if (bytes === null || bytes.length === 0) return null;
  try {
    const payload: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof payload === "object" && payload !== null ? (payload as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}
