/** Values by name, in order; a name may occur more than once. */
export type UrlQuery = ReadonlyMap<string, readonly string[]>;

/** Parses `a=1&b=2`, with or without a leading `?`. What is not valid percent-encoding is taken as it stands. */
export function parseQuery(query: string): UrlQuery {
  const values = new Map<string, string[]>();
  for (const pair of query.replace(/^\?/u, "").split("&")) {
    if (pair === "") continue;
    const at = pair.indexOf("=");
    const name = decodePart(at === -1 ? pair : pair.slice(0, at));
    const value = at === -1 ? "" : decodePart(pair.slice(at + 1));
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return values;
}

/** Splits `#/name?a=1` at its first question mark. */
export function splitFragment(hash: string): { readonly path: string; readonly query: string } {
  const fragment = hash.replace(/^#/u, "");
  const at = fragment.indexOf("?");
  return at === -1 ? { path: fragment, query: "" } : { path: fragment.slice(0, at), query: fragment.slice(at + 1) };
}

/** Undoes percent-encoding, where it is one. */
export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function decodePart(part: string): string {
  return decodePath(part.replaceAll("+", " "));
}
