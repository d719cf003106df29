import type { RemoteLifecycles } from "../contract/platform.ts";
import { admitFile } from "./integrity.ts";
import type { Manifest, RemoteEntry } from "./manifest.ts";

/** The version of the platform contract that this shell offers. */
const contractVersion = 1;

// Webpack's names for what the shell shares; written in by the build.
declare const __webpack_init_sharing__: (scope: string) => Promise<unknown>;
declare const __webpack_share_scopes__: Readonly<Record<string, unknown>>;

/** What a remote's entry exports. To be given the same shares twice is harmless. */
interface Container {
  init(shares: unknown): unknown;
  get(name: string): Promise<() => unknown>;
}

function isContainer(value: unknown): value is Container {
  return typeof value === "object" && value !== null && "init" in value && "get" in value;
}

const isAdmissible = (file: string) => /\.(js|mjs|css)$/.test(file);

function isLifecycles(value: unknown): value is RemoteLifecycles {
  if (typeof value !== "object" || value === null) return false;
  return ["bootstrap", "mount", "unmount"].every((name) => typeof Reflect.get(value, name) === "function");
}

/** Whether a remote made for `range` (`^1`, `1`, `>=1`) may run here. */
export function isContractMet(range: string): boolean {
  const wanted = /^(\^|~|>=)?(\d+)/.exec(range);
  if (!wanted) return false;
  const major = Number(wanted[2]);
  return wanted[1] === ">=" ? contractVersion >= major : contractVersion === major;
}

/** The files that are admitted before a remote starts, and those that follow when it stands. */
export function filesInOrder(remote: RemoteEntry): {
  readonly first: readonly string[];
  readonly later: readonly string[];
} {
  const all = Object.keys(remote.files).filter(isAdmissible);
  const start = remote.start ?? all;
  return {
    first: [...new Set([remote.entry, ...start])],
    later: all.filter((file) => file !== remote.entry && !start.includes(file)),
  };
}

function admit(manifest: Manifest, remote: RemoteEntry, files: readonly string[]): Promise<unknown> {
  return Promise.all(files.map((file) => admitFile(new URL(file, manifest.baseUrl).href, remote.files[file] ?? "")));
}

/** Starts the federation container at `url`, gives it what the shell shares, and takes one of its modules. */
async function importExposed(url: string, name: string): Promise<unknown> {
  await __webpack_init_sharing__("default");
  const container: unknown = await import(/* webpackIgnore: true */ url);
  if (!isContainer(container)) throw new Error(`${url} is not a federation container`);
  await container.init(__webpack_share_scopes__["default"]);
  const factory = await container.get(name);
  return factory();
}

/** Checks and loads one micro-frontend. Rejects when a file is missing or altered, or it does not keep the contract. */
export async function loadLifecycles(manifest: Manifest, remote: RemoteEntry): Promise<RemoteLifecycles> {
  if (!isContractMet(remote.contract)) throw new Error(`${remote.name} is made for contract ${remote.contract}`);
  const { first, later } = filesInOrder(remote);
  await admit(manifest, remote, first);
  const loaded = await importExposed(new URL(remote.entry, manifest.baseUrl).href, "./lifecycles");
  if (!isLifecycles(loaded)) throw new Error(`${remote.name} exposes no lifecycles`);
  // What a remote asks for later is not waited for; one that fails the check shows when it is asked for.
  void admit(manifest, remote, later).catch(() => undefined);
  return loaded;
}
