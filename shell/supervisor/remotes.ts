import { loadRemote, registerRemotes } from "@module-federation/enhanced/runtime";
import type { RemoteLifecycles } from "../contract/platform.ts";
import { admitFile } from "./integrity.ts";
import type { Manifest, RemoteEntry } from "./manifest.ts";

/** The version of the platform contract that this shell offers. */
const contractVersion = 1;

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
export function filesInOrder(remote: RemoteEntry): { readonly first: readonly string[]; readonly later: readonly string[] } {
  const all = Object.keys(remote.files).filter(isAdmissible);
  const start = remote.start ?? all;
  return { first: [...new Set([remote.entry, ...start])], later: all.filter((file) => file !== remote.entry && !start.includes(file)) };
}

function admit(manifest: Manifest, remote: RemoteEntry, files: readonly string[]): Promise<unknown> {
  return Promise.all(files.map((file) => admitFile(new URL(file, manifest.baseUrl).href, remote.files[file] ?? "")));
}

/** Checks and loads one micro-frontend. Rejects when a file is missing or altered, or it does not keep the contract. */
export async function loadLifecycles(manifest: Manifest, remote: RemoteEntry): Promise<RemoteLifecycles> {
  if (!isContractMet(remote.contract)) throw new Error(`${remote.name} is made for contract ${remote.contract}`);
  const { first, later } = filesInOrder(remote);
  await admit(manifest, remote, first);
  registerRemotes([{ name: remote.name, entry: new URL(remote.entry, manifest.baseUrl).href, type: "module" }], { force: true });
  const loaded = await loadRemote<unknown>(`${remote.name}/lifecycles`);
  if (!isLifecycles(loaded)) throw new Error(`${remote.name} exposes no lifecycles`);
  // What a remote asks for later is not waited for; one that fails the check shows when it is asked for.
  void admit(manifest, remote, later).catch(() => undefined);
  return loaded;
}
