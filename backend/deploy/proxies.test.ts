import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { securityHeaders, vaultHeadersOf } from "../app/headers.mjs";
import { certificateOf } from "../auth-service/certificate.fixture.ts";
import { flatten, readCaddy, readNginx } from "./blocks.fixture.ts";
import type { Directive } from "./blocks.fixture.ts";

const read = (file: string) => readFile(path.join(import.meta.dirname, file), "utf8");
const hasNginx = spawnSync("nginx", ["-v"]).error === undefined;
const caddyVersion = spawnSync("caddy", ["version"], { encoding: "utf8" });
/** Older ones do not know the PROXY protocol, without which the one behind `entry` would not know who calls. */
const hasCaddy = caddyVersion.status === 0 && !/^v?(1|2\.[0-6])\./.test(caddyVersion.stdout);
/** The part of nginx that `entry` needs is a module of its own in Debian. */
const streamModule = "/usr/lib/nginx/modules/ngx_stream_module.so";
const nginxFiles = ["nginx/app.conf", "nginx/app-headers.conf", "nginx/site.conf", "scale/nginx/homeserver.conf"];
const scaleSnippets = ["scale/caddy/homeserver.caddy", "scale/caddy/calls.caddy"];

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "parley-proxies-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const valuesOf = (directives: readonly Directive[], name: string) =>
  flatten(directives)
    .filter(({ words }) => words[0] === name)
    .map(({ words }) => words.slice(1));

/** What `nginx -t` says of `text`, in a folder and with files of the test's own. */
async function askNginx(text: string) {
  const file = path.join(dir, "nginx.conf");
  await writeFile(file, `pid ${dir}/pid; ${text}`);
  return spawnSync("nginx", ["-t", "-e", "stderr", "-p", dir, "-c", file], { encoding: "utf8" });
}

describe(`nginx files, by ${hasNginx ? "nginx -t" : "reading them, as nginx is not installed"}`, () => {
  test.each(nginxFiles)("%s", async (file) => {
    const directives = readNginx(await read(file));
    expect(directives.length).toBeGreaterThan(0);
    for (const { words } of flatten(directives).filter(({ words: [name] }) => name === "proxy_pass"))
      expect(words[1]).toMatch(/^http:\/\/[\w.]+(:\d+)?\/?$/);
    if (!hasNginx || file === "nginx/app-headers.conf") return;
    const { cert, key } = certificateOf("example.org");
    await writeFile(path.join(dir, "cert.pem"), cert);
    await writeFile(path.join(dir, "key.pem"), key);
    const text = (await read(file))
      .replaceAll("/etc/letsencrypt/live/example.org/fullchain.pem", path.join(dir, "cert.pem"))
      .replaceAll("/etc/letsencrypt/live/example.org/privkey.pem", path.join(dir, "key.pem"))
      .replaceAll("/etc/nginx/parley", path.join(import.meta.dirname, "nginx"))
      .replaceAll("include mime.types;", "")
      // Opened by the check as well, and ports may be taken or need root.
      .replaceAll("listen [::]:443 ssl;", "")
      .replaceAll(/listen (443|8080)/g, `listen unix:${dir}/$1.sock`);
    const certificates = file.startsWith("scale")
      ? `ssl_certificate ${dir}/cert.pem; ssl_certificate_key ${dir}/key.pem;`
      : "";
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
      .map((each) => `${each}_temp_path ${dir}/${each};`)
      .join(" ");
    const { status, stderr } = await askNginx(
      `events {} http { access_log off; ${temporary} ${certificates} ${text} }`,
    );
    expect(stderr).not.toMatch(/\[(warn|emerg)\]/);
    expect(status).toBe(0);
  });

  test("entry/nginx.conf", async () => {
    const text = await read("entry/nginx.conf");
    expect(readNginx(text).length).toBeGreaterThan(0);
    if (!hasNginx || !existsSync(streamModule)) return;
    const { status, stderr } = await askNginx(
      `load_module ${streamModule}; ${text}`
        .replaceAll(/^(user|pid|error_log) .*$/gm, "")
        .replaceAll("listen [::]:443;", "")
        // Opened by the check as well, and ports may be taken or need root.
        .replaceAll(/listen (127\.0\.0\.1:)?(443|5350)/g, `listen unix:${dir}/$2.sock`),
    );
    expect(stderr).not.toMatch(/\[(warn|emerg)\]/);
    expect(status).toBe(0);
  });

  test("reading finds a missing semicolon, brace and quote", () => {
    expect(() => readNginx("server { listen 80 }")).toThrow();
    expect(() => readNginx("server { listen 80;")).toThrow();
    expect(() => readNginx('add_header A "b;')).toThrow();
  });
});

async function caddyFolder(name: string, over: readonly string[]): Promise<string> {
  const folder = path.join(dir, name);
  await cp(path.join(import.meta.dirname, "caddy"), folder, { recursive: true });
  for (const file of over)
    await cp(path.join(import.meta.dirname, file), path.join(folder, "snippets", path.basename(file)));
  return folder;
}

describe(`Caddy files, by ${hasCaddy ? "caddy validate" : "reading them, as no Caddy from 2.7 on is installed"}`, () => {
  test.each([
    ["one machine", []],
    ["several machines", scaleSnippets],
  ])("%s", async (name, over) => {
    const folder = await caddyFolder(name.replaceAll(" ", "-"), over);
    const snippets = await readdir(path.join(folder, "snippets"));
    const texts = await Promise.all(
      ["Caddyfile", "sites/domain.caddy", ...snippets.map((each) => `snippets/${each}`)].map((each) =>
        readFile(path.join(folder, each), "utf8"),
      ),
    );
    const read_ = texts.map(readCaddy);
    const defined = read_.flat().flatMap(({ words: [first = ""] }) => /^\((\w+)\)$/.exec(first)?.[1] ?? []);
    const imported = read_
      .flatMap((each) => valuesOf(each, "import"))
      .map(([first]) => first?.replace(/^\{\$\w+:(\w+)\}$/, "$1"))
      .filter((each) => !each?.includes("*"));
    expect(defined).toEqual(expect.arrayContaining(imported));
    if (!hasCaddy) return;
    const home = { HOME: dir, XDG_DATA_HOME: dir, XDG_CONFIG_HOME: dir };
    const env = { ...process.env, ...home, PARLEY_DOMAIN: "example.org", PARLEY_ACME_EMAIL: "a@example.org" };
    const { status, stderr } = spawnSync("caddy", ["validate", "--config", path.join(folder, "Caddyfile")], {
      encoding: "utf8",
      env,
    });
    expect(stderr).not.toMatch(/"level":"error"|^Error/m);
    expect(status).toBe(0);
  });

  test("reading finds a missing brace and quote", () => {
    expect(() => readCaddy("a {\n\tb c\n")).toThrow();
    expect(() => readCaddy('header A "b\n')).toThrow();
  });
});

test("port 443 is TURN's for its name, and Caddy's for every other; both learn or need not know who calls", async () => {
  const entry = readNginx(await read("entry/nginx.conf"));
  const [shared, stripping] = flatten(entry).filter(({ words: [name] }) => name === "server");
  const ways = Object.fromEntries(
    (flatten(entry).find(({ words: [name] }) => name === "map")?.block ?? []).map(({ words: [name, to] }) => [
      name,
      to,
    ]),
  );
  const { turn } = parse(
    (await read("templates/livekit.yaml")).replace("${addressSetting}", "").replaceAll(/\$\{\w+\}/g, "x"),
  ) as {
    turn: { tls_port: number };
  };
  const caddy = readCaddy(await read("caddy/Caddyfile"));
  const way = (name: string) =>
    new RegExp(Object.keys(ways)[0]?.slice(1) ?? "").test(name) ? Object.values(ways)[0] : ways["default"];
  expect(way("matrix.example.org")).toBe(`127.0.0.1:${valuesOf(caddy, "https_port")[0]?.[0]}`);
  expect(way("turn.example.org")).toBe(valuesOf(stripping?.block ?? [], "listen")[0]?.[0]);
  expect(valuesOf(stripping?.block ?? [], "proxy_pass")).toEqual([[`127.0.0.1:${turn.tls_port}`]]);
  expect(valuesOf(stripping?.block ?? [], "listen")[0]).toContain("proxy_protocol");
  expect(valuesOf(shared?.block ?? [], "proxy_protocol")).toEqual([["on"]]);
  expect(valuesOf(caddy, "proxy_protocol")).toEqual([[]]);
});

describe("headers", () => {
  test("the app has those of our own server, from nginx and from Caddy", async () => {
    const nginx = valuesOf(readNginx(await read("nginx/app-headers.conf")), "add_header");
    expect(Object.fromEntries(nginx.map(([name, value]) => [name, value]))).toEqual(securityHeaders);
    expect(nginx.every(([, , always]) => always === "always")).toBe(true);
    const caddy =
      flatten(readCaddy(await read("caddy/snippets/appHeaders.caddy"))).find(({ words: [name] }) => name === "header")
        ?.block ?? [];
    expect(Object.fromEntries(caddy.map(({ words: [name, value] }) => [name, value]))).toEqual(securityHeaders);
  });

  test("nginx sends them in each location of the app, wasm with its type", async () => {
    const locations = flatten(readNginx(await read("nginx/app.conf"))).filter(
      ({ words: [name] }) => name === "location",
    );
    for (const { block } of locations)
      expect(valuesOf(block ?? [], "include")).toContainEqual(["/etc/nginx/parley/app-headers.conf"]);
    expect(valuesOf(locations[0]?.block ?? [], "application/wasm")).toEqual([["wasm"]]);
    expect(locations[0]?.words).toContain("\\.wasm$");
  });

  test("both tell the same in .well-known, readable by every page", async () => {
    const nginx = flatten(readNginx(await read("nginx/site.conf"))).filter(({ words }) =>
      words.at(-1)?.startsWith("/.well-known/"),
    );
    const told = nginx.map(({ block }) => ({
      origin: valuesOf(block ?? [], "add_header")[0],
      json: JSON.parse(valuesOf(block ?? [], "return")[0]?.[1] ?? "") as unknown,
    }));
    const caddy = (await read("caddy/snippets/wellKnown.caddy")).replaceAll("{$PARLEY_DOMAIN}", "example.org");
    expect(told.map(({ json }) => json)).toEqual(
      [...caddy.matchAll(/respond `(.*)`/g)].map(([, json]) => JSON.parse(json ?? "") as unknown),
    );
    for (const { origin } of told) expect(origin).toEqual(["Access-Control-Allow-Origin", "*", "always"]);
    expect(caddy.match(/Access-Control-Allow-Origin "\*"/g)).toHaveLength(2);
  });

  test("nginx lets sockets through to the SFU", async () => {
    const sfu = flatten(readNginx(await read("nginx/site.conf"))).find(({ words }) => words[1] === "/livekit/sfu/");
    expect(valuesOf(sfu?.block ?? [], "proxy_set_header")).toEqual(
      expect.arrayContaining([
        ["Upgrade", "$http_upgrade"],
        ["Connection", "$connection_upgrade"],
      ]),
    );
    expect(valuesOf(sfu?.block ?? [], "proxy_http_version")).toEqual([["1.1"]]);
  });
});

const atMain = [
  "/_matrix/client/v3/user/@a:b/openid/request_token",
  "/_matrix/federation/v1/openid/userinfo",
  "/_matrix/federation/v1/send/1",
  "/_matrix/client/unstable/org.matrix.msc4140/delayed_events/d/send",
  "/_matrix/client/unstable/org.matrix.msc4140/delayed_events/d/cancel",
  "/_matrix/client/unstable/org.matrix.msc4140/delayed_events/d",
  "/_matrix/client/v3/login",
  "/_matrix/client/v3/register",
  "/_matrix/client/v3/keys/upload",
];
const atWorker = [
  "/_matrix/client/v3/sync",
  "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync",
  "/_matrix/client/versions",
  "/_matrix/client/v3/capabilities",
  "/_matrix/client/unstable/org.matrix.msc4143/rtc/transports",
  "/_matrix/client/v3/rooms/!r:b/state/org.matrix.msc3401.call.member/_@a:b_D",
  "/_matrix/client/v3/rooms/!r:b/send/m.room.message/1",
  "/_matrix/client/v3/sendToDevice/m.room.encrypted/1",
  "/_matrix/client/v3/keys/query",
  "/_matrix/client/unstable/org.matrix.msc4140/delayed_events/d/restart",
];

/** The patterns of what goes to the worker. */
async function workerPatterns(): Promise<Record<string, readonly RegExp[]>> {
  const nginx = flatten(readNginx(await read("scale/nginx/homeserver.conf"))).filter(
    ({ words, block }) =>
      words[0] === "location" && valuesOf(block ?? [], "proxy_pass")[0]?.[0] === "http://synapse_worker",
  );
  const caddy = /@worker path_regexp (\S+)/.exec(await read("scale/caddy/homeserver.caddy"))?.[1] ?? "nothing";
  return { nginx: nginx.map(({ words }) => new RegExp(words.at(-1) ?? "nothing")), Caddy: [new RegExp(caddy)] };
}

test.each(["nginx", "Caddy"])(
  "%s sends to the main process what only it knows, and to a worker what it may answer",
  async (proxy) => {
    const patterns = (await workerPatterns())[proxy] ?? [];
    const isAtWorker = (url: string) => patterns.some((pattern) => pattern.test(url));
    expect(atMain.filter(isAtWorker)).toEqual([]);
    expect(atWorker.filter((url) => !isAtWorker(url))).toEqual([]);
  },
);

test("the vault has the headers of our own server, serves the app alone, and none of the app's pages", async () => {
  const [vault, appWithVault] = readCaddy(await read("caddy/snippets/vault.caddy"));
  const headers = valuesOf(vault?.block ?? [], "header_down");
  expect(Object.fromEntries(headers.map(([name, value]) => [name, value]))).toEqual(
    vaultHeadersOf(["https://call.{$PARLEY_DOMAIN}"]),
  );
  const [[, , pattern = ""] = []] = valuesOf(vault?.block ?? [], "@files").map((words) => ["", ...words]);
  for (const place of ["/", "/vault/main.1a2b3c4d5e.js", "/realms/homeserver.1a2b3c4d5e.js"])
    expect(place).toMatch(new RegExp(pattern));
  for (const place of ["/index.html", "/room/", "/manifest.json", "/mf-lobby/a.js", "/vault/../index.html", "/vault/"])
    expect(place).not.toMatch(new RegExp(pattern));
  const [[, find = "", put = ""] = []] = valuesOf(appWithVault?.block ?? [], "header_down");
  expect(securityHeaders["Content-Security-Policy"].replace(new RegExp(find), put)).toContain(
    "frame-src https://vault.{$PARLEY_DOMAIN};",
  );
});
