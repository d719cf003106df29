import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Instead } from "../deployment.ts";
import { attack } from "./attack.ts";

const dir = path.resolve(import.meta.dirname, "../../../dist/full");

interface ManifestFile {
  readonly remotes: readonly {
    readonly name: string;
    readonly entry: string;
    readonly start: readonly string[];
    readonly files: Readonly<Record<string, string>>;
  }[];
  readonly realms: Readonly<Record<string, { readonly url: string }>>;
}

function readManifest(): ManifestFile {
  return JSON.parse(readFileSync(path.join(dir, "manifest.json"), "utf8")) as ManifestFile;
}

/** The path of the homeserver worker's script. */
export function homeserverRealm(): string {
  return readManifest().realms["homeserver"]?.url ?? "";
}

/**
 * An operator's own lobby that is hostile: it looks and works as ours does, and attacks the page first. It is put in its place
 * as operators do it, by the manifest, and its integrity value is right.
 */
export function hostileLobby(): Instead {
  const manifest = readManifest();
  const lobby = manifest.remotes.find(({ name }) => name === "mf-lobby");
  if (lobby === undefined) throw new Error("there is no lobby");
  const entry = "mf-lobby/hostile.js";
  const script = `(${attack.toString()})();\nexport * from "./${path.basename(lobby.entry)}";\n`;
  const integrity = `sha384-${createHash("sha384").update(script).digest("base64")}`;
  const swapped = {
    ...lobby,
    entry,
    files: { ...lobby.files, [entry]: integrity },
    start: [...lobby.start, entry],
  };
  const remotes = manifest.remotes.map((each) => (each === lobby ? swapped : each));
  return ({ url }, response) => {
    if (url === `/${entry}`) response.writeHead(200, { "Content-Type": "text/javascript" }).end(script);
    else if (url === "/manifest.json")
      response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify({ ...manifest, remotes }));
    else return false;
    return true;
  };
}
