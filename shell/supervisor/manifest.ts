import { type Fault, faultOf } from "../../machines/domain/fault.ts";
import { failed, ok, type Result } from "../../machines/domain/result.ts";

/** One micro-frontend that the deployment chose. Paths are relative to the manifest. */
export interface RemoteEntry {
  readonly name: string;
  /** The federation container, a module. */
  readonly entry: string;
  /** The versions of the platform contract that it works with, e.g. `^1`. */
  readonly contract: string;
  /** The `integrity` value of each file, by path. A file that is not here is refused. */
  readonly files: Readonly<Record<string, string>>;
  /** Those of `files` that its first picture needs; all scripts and styles when absent. */
  readonly start: readonly string[] | null;
  /** Name of the remote to show in its place when it fails. */
  readonly fallback: string | null;
}

/** One worker: where its module is. */
export interface RealmEntry {
  readonly url: string;
  readonly integrity: string;
}

/** What a deployment is made of; the operator may edit it with no rebuild. */
export interface Manifest {
  /** Absolute address that its paths are relative to. */
  readonly baseUrl: string;
  readonly remotes: readonly RemoteEntry[];
  readonly realms: Readonly<Record<string, RealmEntry>>;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
const isText = (value: unknown): value is string => typeof value === "string";

function decodeRemote(value: unknown): RemoteEntry | null {
  if (!isRecord(value) || !isText(value["name"]) || !isText(value["entry"]) || !isText(value["contract"])) return null;
  const files = isRecord(value["files"])
    ? Object.entries(value["files"]).filter((pair): pair is [string, string] => isText(pair[1]))
    : [];
  return {
    name: value["name"],
    entry: value["entry"],
    contract: value["contract"],
    files: Object.fromEntries(files),
    start: Array.isArray(value["start"]) ? value["start"].filter(isText) : null,
    fallback: isText(value["fallback"]) ? value["fallback"] : null,
  };
}

function decodeRealm(value: unknown): RealmEntry | null {
  return isRecord(value) && isText(value["url"]) && isText(value["integrity"])
    ? { url: value["url"], integrity: value["integrity"] }
    : null;
}

/** Reads a manifest; drops the entries that it cannot read. @faults config.unreadable */
export function decodeManifest(value: unknown, baseUrl: string): Result<Manifest, Fault> {
  if (!isRecord(value) || !Array.isArray(value["remotes"])) {
    return failed(faultOf("config.unreadable", { url: baseUrl, detail: "no list of remotes" }));
  }
  const realms = Object.entries(isRecord(value["realms"]) ? value["realms"] : {}).flatMap(([name, entry]) => {
    const realm = decodeRealm(entry);
    return realm ? [[name, realm] as const] : [];
  });
  const remotes = value["remotes"].map(decodeRemote).filter((entry) => entry !== null);
  return ok({ baseUrl, remotes, realms: Object.fromEntries(realms) });
}

/** Fetches and reads the manifest at `url`. @faults config.unreadable */
export async function fetchManifest(url: string, signal: AbortSignal): Promise<Result<Manifest, Fault>> {
  try {
    const response = await fetch(url, { signal });
    if (!response.ok) return failed(faultOf("config.unreadable", { url, detail: `status ${response.status}` }));
    return decodeManifest(await response.json(), response.url || url);
  } catch (error) {
    return failed(faultOf("config.unreadable", { url, detail: String(error) }));
  }
}
