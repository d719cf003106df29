import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliCompressSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { createAppHandler, createVaultHandler } from "./appServer.mjs";

const startApp = () => serve(createAppHandler, { livekit: { livekit_service_url: "http://localhost:4" } });

async function serve(createHandler: typeof createAppHandler, config: object) {
  const dir = await mkdtemp(path.join(tmpdir(), "parley-app-"));
  onTestFinished(() => rm(dir, { recursive: true }));
  await mkdir(path.join(dir, "shell"));
  await writeFile(path.join(dir, "index.html"), "<!doctype html>page");
  await writeFile(path.join(dir, "main.1a2b3c4d.js"), "plain");
  await writeFile(path.join(dir, "main.1a2b3c4d.js.br"), brotliCompressSync("squeezed"));
  await writeFile(path.join(dir, "shell/remoteEntry.js"), "entry");
  await writeFile(path.join(dir, "crypto.wasm"), "wasm");
  await writeFile(path.join(dir, "vault.html"), "<!doctype html>vault");
  await mkdir(path.join(dir, "realms"));
  await writeFile(path.join(dir, "realms/homeserver.1a2b3c4d.js"), "worker");
  const server = createServer(createHandler({ dir, config }));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { dir, get: (place: string, init: RequestInit = {}) => fetch(base + place, init) };
}

test("a path of the app gets the page, and a missing file does not", async () => {
  const { get } = await startApp();
  for (const place of ["/", "/room/", "/some/call-name?x=1.2"])
    expect(await (await get(place)).text()).toBe("<!doctype html>page");
  expect((await get("/missing.js")).status).toBe(404);
  expect((await get("/../../etc/passwd.txt")).status).toBe(404);
});

test("files whose name changes with their content are kept for good, others are asked for again", async () => {
  const { get } = await startApp();
  const cacheOf = async (place: string) => (await get(place)).headers.get("cache-control");
  expect(await cacheOf("/main.1a2b3c4d.js")).toBe("public, max-age=31536000, immutable");
  for (const place of ["/", "/shell/remoteEntry.js", "/config.json"]) expect(await cacheOf(place)).toBe("no-cache");
});

test("a compressed neighbour is sent to whoever can read it", async () => {
  const { get } = await startApp();
  const squeezed = await get("/main.1a2b3c4d.js", { headers: { "Accept-Encoding": "br" } });
  expect(squeezed.headers.get("content-encoding")).toBe("br");
  expect(squeezed.headers.get("content-type")).toMatch(/javascript/);
  expect(await squeezed.text()).toBe("squeezed");
  expect(await (await get("/main.1a2b3c4d.js", { headers: { "Accept-Encoding": "identity" } })).text()).toBe("plain");
});

test("every answer names what the page may do", async () => {
  const { get } = await startApp();
  for (const place of ["/", "/config.json", "/missing.js"]) {
    const { headers } = await get(place);
    expect(headers.get("content-security-policy")).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(headers.get("content-security-policy")).not.toMatch(/unsafe-inline|'unsafe-eval'/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("permissions-policy")).toContain("camera=(self)");
  }
});

test("WebAssembly has the type that streaming compilation asks for", async () => {
  expect((await (await startApp()).get("/crypto.wasm")).headers.get("content-type")).toBe("application/wasm");
});

test("config.json is this site's own", async () => {
  const answer = await (await startApp()).get("/config.json");
  expect(await answer.json()).toEqual({ livekit: { livekit_service_url: "http://localhost:4" } });
});

test("a new build is served from the next page load on", async () => {
  const { dir, get } = await startApp();
  await get("/");
  await writeFile(path.join(dir, "index.html"), "a new and longer page");
  await writeFile(path.join(dir, "main.99999999.js"), "new");
  const later = new Date(Date.now() + 60_000);
  await utimes(path.join(dir, "index.html"), later, later);
  expect(await (await get("/")).text()).toBe("a new and longer page");
  expect((await get("/main.99999999.js")).status).toBe(200);
});

test("only reading is possible", async () => {
  expect((await (await startApp()).get("/", { method: "POST" })).status).toBe(405);
});

describe("with a vault", () => {
  const apps = ["https://call.example.org", "https://call.example.com"];

  test("the app's page may frame the vault and nothing else; without one it may frame nothing", async () => {
    const policyOf = async (config: object) =>
      (await (await serve(createAppHandler, config)).get("/")).headers.get("content-security-policy");
    expect(await policyOf({ vault_origin: "https://vault.example.org" })).toMatch(
      /; frame-src https:\/\/vault\.example\.org(;|$)/,
    );
    expect(await policyOf({})).toMatch(/^default-src 'none';(?!.*frame-src)/);
  });

  test("only the apps that it serves may frame the vault, and it has no powers that it does not need", async () => {
    const { headers } = await (await serve(createVaultHandler, { vault_for: apps })).get("/");
    const policy = headers.get("content-security-policy");
    expect(policy).toContain(`frame-ancestors ${apps.join(" ")};`);
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|frame-src|img-src|media-src/);
    expect(headers.get("permissions-policy")).toContain("camera=()");
    const closed = await (await serve(createVaultHandler, {})).get("/");
    expect(closed.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  });

  test("the vault's origin has its own page and files, and none of the app's", async () => {
    const { get } = await serve(createVaultHandler, { vault_for: apps });
    expect(await (await get("/")).text()).toBe("<!doctype html>vault");
    expect(await (await get("/config.json")).json()).toEqual({ vault_for: apps });
    expect(await (await get("/realms/homeserver.1a2b3c4d.js")).text()).toBe("worker");
    for (const place of ["/index.html", "/room/", "/manifest.json", "/shell/remoteEntry.js", "/vault/", "/realms/none"])
      expect((await get(place)).status, place).toBe(404);
    for (const place of ["/vault/../index.html", "/vault/..%2findex.html", "/realms/%2e%2e/index.html"])
      expect(await (await get(place)).text(), place).not.toContain("page");
  });
});
