import { createHmac, createSecretKey } from "node:crypto";

/** Signs claims as a JWT, with HS256. */
export type Sign = (claims: object) => string;

/**
 * Clients decode a token's middle with `atob`, which knows no `-` and `_`. Those come only of these characters and of what is
 * not ASCII, and JSON can write each of them in another way.
 */
const WRITTEN_OTHERWISE = /[>?~\u007f-\uffff]/g;

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The signer of tokens for LiveKit's API key; the secret is turned into a key once. */
export function createSigner(secret: string): Sign {
  const key = createSecretKey(Buffer.from(secret, "utf8"));
  const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString("base64url");
  return (claims) => {
    const text = JSON.stringify(claims).replaceAll(WRITTEN_OTHERWISE, toEscape);
    const signed = `${header}.${Buffer.from(text).toString("base64url")}`;
    return `${signed}.${createHmac("sha256", key).update(signed).digest("base64url")}`;
  };
}
