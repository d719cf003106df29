/**
 * A request's address with its path tidied: `//sfu/get` and `/x/../sfu/get` are `/sfu/get`. The reference service sends such
 * callers elsewhere without CORS headers, which ends a browser's request. Encoded characters are left as they are.
 */
export function cleanPath(url: string): string {
  const at = url.search(/[?#]/);
  const path = at === -1 ? url : url.slice(0, at);
  if (!path.startsWith("/") || !/\/(?:\/|\.|$)/.test(path)) return url;
  const kept: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") kept.pop();
    else if (part !== "" && part !== ".") kept.push(part);
  }
  return `/${kept.join("/")}${at === -1 ? "" : url.slice(at)}`;
}
