import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the whole repository. */
export const rootDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** Where downloads, built servers and the local site's data live: `PARLEY_CACHE`, else inside `node_modules`. */
export const cacheDir = process.env.PARLEY_CACHE
  ? path.resolve(process.env.PARLEY_CACHE)
  : path.join(rootDir, "node_modules/.cache/parley");

/** Notes about this very clone (what was built last), which must not be shared as `cacheDir` may be. */
export const cloneNotesDir = path.join(rootDir, "node_modules/.cache/parley-clone");
