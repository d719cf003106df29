import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Compilation, MultiStats } from "webpack";
import { realmEntries, remoteNames } from "../../../webpack.config.ts";

/** Chunks with such a name are fetched before the lobby shows, though an `import()` asks for them. */
const preLobbyName = /^(lobby|boot|words-en)/;

/** What the build knows of the finished tree; every path is relative to the root of the site. */
export interface Site {
  /** Scripts and styles fetched before the lobby's camera preview. */
  readonly preLobby: readonly string[];
  /** Each micro-frontend's scripts and styles. */
  readonly filesByRemote: ReadonlyMap<string, readonly string[]>;
}

const isCode = (file: string) => /\.(js|css)$/.test(file);

/** The `integrity` value of one file. */
async function integrityOf(file: string): Promise<string> {
  return `sha384-${createHash("sha384")
    .update(await readFile(file))
    .digest("base64")}`;
}

/** The files of the chunk groups called `name`, with those chunks that `preLobbyName` picks. */
function filesToStart(compilation: Compilation, group: string): string[] {
  const groups = [...compilation.namedChunkGroups].filter(([name]) => name === group || preLobbyName.test(name));
  return [...new Set(groups.flatMap(([, chunks]) => chunks.getFiles()))].filter(isCode);
}

function filesOf(compilation: Compilation): string[] {
  return Object.keys(compilation.assets)
    .filter((file) => !file.endsWith(".map"))
    .sort();
}

function compilationOf(stats: MultiStats, name: string): Compilation {
  const found = stats.stats.find((each) => each.compilation.name === name);
  if (!found) throw new Error(`no compiler is called ${name}`);
  return found.compilation;
}

async function integrities(out: string, files: readonly string[]): Promise<Record<string, string>> {
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [file, await integrityOf(path.join(out, file))])),
  );
}

/** The template of a page, with `tags` where its files belong. */
async function fillPage(file: string, tags: readonly string[]): Promise<string> {
  const template = await readFile(path.resolve(import.meta.dirname, "../../../shell", file), "utf8");
  return template.replace("<!-- files -->", tags.join("\n    "));
}

/** Writes `vault.html`, the one page of the vault origin. */
async function writeVault(out: string, files: readonly string[], realmUrl: string): Promise<void> {
  const paths = files.map((file) => `vault/${file}`);
  const integrity = await integrities(out, paths);
  const tags = paths.map((file) =>
    file.endsWith(".css")
      ? `<link rel="stylesheet" href="${file}" integrity="${integrity[file]}" crossorigin>`
      : `<script type="module" src="${file}" integrity="${integrity[file]}" crossorigin></script>`,
  );
  const page = await fillPage("vault/vault.html", tags);
  await writeFile(path.join(out, "vault.html"), page.replace("<!-- realm -->", realmUrl));
}

/** Writes `manifest.json` and `index.html` beside what webpack emitted. */
export async function writeSite(out: string, stats: MultiStats): Promise<Site> {
  const filesByRemote = new Map<string, string[]>();
  const startByRemote = new Map<string, string[]>();
  const remotes = [];
  for (const name of remoteNames) {
    const compilation = compilationOf(stats, name);
    const files = filesOf(compilation).map((file) => `${name}/${file}`);
    const container = [...compilation.entrypoints.keys()][0] ?? "";
    const start = ["lifecycles", container]
      .flatMap((group) => filesToStart(compilation, group))
      .map((file) => `${name}/${file}`);
    const entry = files.find((file) => file.startsWith(`${name}/remoteEntry`) && file.endsWith(".js"));
    if (!entry) throw new Error(`${name} has no remote entry`);
    filesByRemote.set(name, files.filter(isCode));
    startByRemote.set(name, [...new Set(start)]);
    remotes.push({
      name,
      entry,
      contract: "^1",
      start: [...new Set(start)],
      files: await integrities(out, files),
      fallback: null,
    });
  }

  const realmFiles = filesOf(compilationOf(stats, "realms"));
  const realms: Record<string, { url: string; integrity: string }> = {};
  for (const name of Object.keys(realmEntries)) {
    const url = realmFiles.find((file) => file.replace(/(\.[0-9a-f]{10})?\.js$/, "") === name);
    if (url) realms[name] = { url: `realms/${url}`, integrity: await integrityOf(path.join(out, "realms", url)) };
  }
  await writeFile(path.join(out, "manifest.json"), `${JSON.stringify({ v: 1, remotes, realms }, null, 1)}\n`);

  const vaultEntry = compilationOf(stats, "vault").entrypoints.get("main");
  await writeVault(out, (vaultEntry?.getFiles() ?? []).filter(isCode), realms["homeserver"]?.url ?? "");

  const shellStart = filesToStart(compilationOf(stats, "shell"), "main");
  const preLobby = [...new Set([...shellStart, ...(startByRemote.get("mf-lobby") ?? [])])];
  const integrity = await integrities(out, preLobby);
  const isMain = (file: string) => /^shell\/main(\.[0-9a-f]{10})?\.js$/.test(file);
  const tags = [
    `<link rel="preload" href="manifest.json" as="fetch" crossorigin>`,
    `<link rel="preload" href="config.json" as="fetch" crossorigin>`,
    ...shellStart
      .filter((file) => file.endsWith(".css"))
      .map((file) => `<link rel="stylesheet" href="${file}" integrity="${integrity[file]}" crossorigin>`),
    ...preLobby
      .filter(isMain)
      .map((file) => `<script type="module" src="${file}" integrity="${integrity[file]}" crossorigin></script>`),
    ...preLobby
      .filter((file) => file.endsWith(".js") && !isMain(file))
      .map((file) => `<link rel="modulepreload" href="${file}" integrity="${integrity[file]}" crossorigin>`),
    ...preLobby
      .filter((file) => file.endsWith(".css") && !shellStart.includes(file))
      .map((file) => `<link rel="preload" as="style" href="${file}" integrity="${integrity[file]}" crossorigin>`),
  ];
  await writeFile(path.join(out, "index.html"), await fillPage("index.html", tags));
  return { preLobby, filesByRemote };
}
