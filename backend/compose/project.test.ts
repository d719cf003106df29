import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { faultsBySchema } from "./composeSchema.fixture.ts";
import { writeProject } from "./project.mjs";

interface Service {
  readonly depends_on?: readonly string[];
  readonly volumes: readonly { readonly source: string; readonly target: string }[];
  readonly ports?: readonly string[];
  readonly networks?: { readonly default: { readonly aliases: readonly string[] } };
}

const hasCompose = spawnSync("docker", ["compose", "version"]).status === 0;

let dir = "";
let files: readonly string[] = [];
const services: Record<string, Service> = {};
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "parley containers-"));
  files = await writeProject({ dir, appDir: "/built app", count: 3, port: 443 });
  for (const file of files)
    Object.assign(services, (parse(await readFile(file, "utf8")) as { services: Record<string, Service> }).services);
});
afterAll(() => rm(dir, { recursive: true, force: true }));

test("one compose file for the proxy and one for each site, as the Compose specification has them", async () => {
  expect(files.map((file) => path.basename(file))).toEqual(["proxy.yaml", "site-a.yaml", "site-b.yaml", "site-c.yaml"]);
  for (const file of files)
    expect(faultsBySchema(parse(await readFile(file, "utf8")) as Record<string, unknown>), file).toEqual([]);
});

test("the schema is one that refuses: what is misspelt is found", () => {
  expect(faultsBySchema({ services: { sfu: { image: "a", port: ["1:1"] } } })).not.toEqual([]);
  expect(faultsBySchema({ services: { sfu: { image: 7 } } })).not.toEqual([]);
});

test("where Docker is, it takes the files as well", () => {
  const args = ["compose", ...files.flatMap((file) => ["-f", file]), "config", "--quiet"];
  const { status, stderr } = hasCompose ? spawnSync("docker", args, { encoding: "utf8" }) : { status: 0, stderr: "" };
  expect([status, stderr]).toEqual([0, ""]);
});

test("services that others wait for are there, and what is mounted from the project exists", async () => {
  for (const { depends_on: wanted = [], volumes = [] } of Object.values(services)) {
    for (const name of wanted) expect(Object.keys(services)).toContain(name);
    for (const { source } of volumes) if (source.startsWith(dir)) await expect(stat(source)).resolves.toBeDefined();
  }
});

test("the proxy has every site's names, and nothing listens but on the loopback interface", () => {
  expect(services["proxy"]?.networks?.default.aliases).toEqual(
    expect.arrayContaining([
      "synapse.m.localhost",
      "matrix-rtc.siteb.m.localhost",
      "call.sitec.m.localhost",
      "m.localhost",
    ]),
  );
  const ports = Object.values(services).flatMap((service) => service.ports ?? []);
  expect(ports).toHaveLength(5);
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:(\d+):\1(\/udp)?$/);
});

test("servers in containers are configured from the templates of the native ones", async () => {
  const homeserver = parse(await readFile(path.join(dir, "b/homeserver.yaml"), "utf8")) as Record<string, unknown>;
  expect(homeserver["server_name"]).toBe("synapse.siteb.m.localhost");
  expect(homeserver["public_baseurl"]).toBe("https://synapse.siteb.m.localhost/");
  const sfu = parse(await readFile(path.join(dir, "b/livekit.yaml"), "utf8")) as Record<string, unknown>;
  expect(sfu["redis"]).toEqual({ address: "redis-b:6379" });
  expect(sfu["port"]).toBe(7880);
});

test("secrets are in files that only their owner reads, never in the compose files", async () => {
  const text = (await Promise.all(files.map((file) => readFile(file, "utf8")))).join("");
  for (const letter of ["a", "b", "c"]) {
    const identity = JSON.parse(await readFile(path.join(dir, letter, "site.json"), "utf8")) as {
      livekit: { secret: string };
    };
    expect(text).not.toContain(identity.livekit.secret);
    const names = await readdir(path.join(dir, letter));
    for (const name of names.filter((each) =>
      /(\.env|signing\.key|site\.json|homeserver\.yaml|livekit\.yaml)$/.test(each),
    ))
      expect((await stat(path.join(dir, letter, name))).mode & 0o077, name).toBe(0);
  }
});
