import { readFile } from "node:fs/promises";
import path from "node:path";
import { rootDir } from "./places.mjs";

/** Puts `values` in the place of `${name}`. Throws when a name has no value, as half-filled configuration starts something else than was meant. */
export function fillTemplate(template, values) {
  return template.replaceAll(/\$\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for \${${name}}`);
    return String(value);
  });
}

/** Fills the named file of `backend/sites/`. */
export async function fillSiteTemplate(name, values) {
  return fillTemplate(await readFile(path.join(rootDir, "backend/sites", name), "utf8"), values);
}
