import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parse } from "yaml";
import { writeDeployment } from "./deployment.mjs";
import { secretNames } from "./secrets.mjs";

const answers = { domain: "example.org", email: "a@example.org", address: "203.0.113.5" };
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "parley-setup-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const read = (file: string) => readFile(path.join(dir, file), "utf8");
const readYaml = async (file: string) => parse(await read(file)) as Record<string, unknown>;
const readSecrets = async () => JSON.parse(await read("secrets/secrets.json")) as Record<string, string>;

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

test("every file that compose.yaml mounts or reads is written, and nothing is left to fill in", async () => {
  await writeDeployment({ dir, answers });
  const { services } = (await readYaml("compose.yaml")) as {
    services: Record<string, { volumes?: string[]; env_file?: string }>;
  };
  const written = await filesBelow(dir);
  for (const { volumes = [], env_file } of Object.values(services)) {
    const mounted = volumes
      .filter((volume) => volume.startsWith("./"))
      .map((volume) => path.normalize(volume.split(":")[0] ?? ""));
    for (const needed of [...mounted, ...(env_file ? [env_file] : [])]) await stat(path.join(dir, needed));
  }
  for (const file of written.filter((name) => !name.endsWith("compose.yaml") && !name.startsWith("caddy/")))
    expect(await read(file), file).not.toContain("${");
});

test("what is written parses and agrees with itself", async () => {
  await writeDeployment({ dir, answers });
  const homeserver = await readYaml("synapse/homeserver.yaml");
  const { database } = (await readYaml("synapse/secrets.yaml")) as {
    database: { name: string; args: { password: string } };
  };
  const sfu = await readYaml("livekit/livekit.yaml");
  const config = JSON.parse(await read("app/config.json")) as { livekit: { livekit_service_url: string } };
  const secrets = await readSecrets();
  expect(homeserver).toMatchObject({
    server_name: "example.org",
    public_baseurl: "https://matrix.example.org/",
    matrix_rtc: { transports: [{ type: "livekit", livekit_service_url: "https://rtc.example.org/livekit/jwt" }] },
  });
  expect(config.livekit.livekit_service_url).toBe("https://rtc.example.org/livekit/jwt");
  expect(database).toMatchObject({ name: "psycopg2", args: { password: secrets["postgresPassword"] } });
  expect(await read("secrets/postgres.env")).toContain(`"${secrets["postgresPassword"]}"`);
  expect(sfu).toMatchObject({
    rtc: { node_ip: "203.0.113.5" },
    room: { auto_create: false },
    turn: { enabled: true, domain: "turn.example.org" },
  });
  expect(await read("secrets/livekit.env")).toBe(`LIVEKIT_KEYS="parley: ${secrets["livekitSecret"]}"\n`);
  expect(await read("secrets/auth-service.env")).toContain(`LIVEKIT_SECRET="${secrets["livekitSecret"]}"`);
  expect(await read("synapse/signing.key")).toMatch(/^ed25519 a_\w+ [A-Za-z0-9+/]{43}\n$/);
});

test("without an address the SFU finds its own", async () => {
  await writeDeployment({ dir, answers: { ...answers, address: null } });
  expect((await readYaml("livekit/livekit.yaml"))["rtc"]).toMatchObject({ use_external_ip: true });
});

test("the homeserver has what calls need, as the local site has", async () => {
  await writeDeployment({ dir, answers });
  const ours = await readYaml("synapse/homeserver.yaml");
  const names = ["experimental_features", "max_event_delay_duration"];
  const template = await readFile(new URL("../sites/homeserver.yaml", import.meta.url), "utf8");
  const local = parse(template.replaceAll(/\$\{\w+\}/g, "1")) as Record<string, unknown>;
  for (const name of names) expect(ours[name]).toEqual(local[name]);
});

test("secrets are fresh in each deployment, strong, unlike one another, and kept when it is written anew", async () => {
  await writeDeployment({ dir, answers });
  const first = await readSecrets();
  const key = await read("synapse/signing.key");
  await writeDeployment({ dir, answers: { ...answers, address: "203.0.113.9" } });
  expect(await readSecrets()).toEqual(first);
  expect(await read("synapse/signing.key")).toBe(key);
  expect(await read("livekit/livekit.yaml")).toContain("203.0.113.9");
  await writeDeployment({ dir: path.join(dir, "other"), answers });
  const other = JSON.parse(await read("other/secrets/secrets.json")) as Record<string, string>;
  const all = [...Object.values(first), ...Object.values(other)];
  expect(Object.keys(first)).toEqual(secretNames);
  expect(new Set(all).size).toBe(all.length);
  for (const secret of all) expect(secret).toMatch(/^[\w-]{43}$/);
});

test("what an operator changed in the files that are theirs stays when the deployment is written anew", async () => {
  await writeDeployment({ dir, answers });
  await writeFile(path.join(dir, "synapse/local.yaml"), "enable_registration: true\n");
  await writeFile(path.join(dir, "compose.override.yaml"), "services: {}\n");
  await rm(path.join(dir, "caddy/sites/domain.caddy"));
  await writeFile(path.join(dir, "caddy/Caddyfile"), "changed by hand, where it is not kept");
  await writeDeployment({ dir, answers });
  expect(await read("synapse/local.yaml")).toBe("enable_registration: true\n");
  expect(await read("compose.override.yaml")).toBe("services: {}\n");
  await expect(stat(path.join(dir, "caddy/sites/domain.caddy"))).rejects.toThrow();
  expect(await read("caddy/Caddyfile")).toContain("import sites/*.caddy");
});

test("only the owner may read what holds a secret, and no other file holds one", async () => {
  await writeDeployment({ dir, answers });
  const secrets = Object.values(await readSecrets());
  for (const file of await filesBelow(dir)) {
    const text = await read(file);
    const { mode } = await stat(path.join(dir, file));
    if (secrets.some((secret) => text.includes(secret)) || file.endsWith("signing.key"))
      expect(mode & 0o077, file).toBe(0);
  }
});

test("a weak secret is refused by name, before anything is written, and is not repeated", async () => {
  await writeDeployment({ dir, answers });
  const before = await read("livekit/livekit.yaml");
  await writeFile(
    path.join(dir, "secrets/secrets.json"),
    JSON.stringify({ ...(await readSecrets()), livekitSecret: "hunter2hunter2" }),
  );
  const refusal = writeDeployment({ dir, answers: { ...answers, address: "203.0.113.9" } });
  await expect(refusal).rejects.toMatchObject({
    name: "SetupFault",
    message: expect.stringMatching(/livekitSecret has 14 characters/),
  });
  await expect(refusal).rejects.not.toMatchObject({ message: expect.stringContaining("hunter2") });
  expect(await read("livekit/livekit.yaml")).toBe(before);
});

test("written anew without a word, it is what it was", async () => {
  await writeDeployment({ dir, answers });
  const before = await Promise.all([".env", "livekit/livekit.yaml", "secrets/secrets.json"].map(read));
  execFileSync(process.execPath, [path.join(import.meta.dirname, "main.mjs"), "--yes", "--out", dir]);
  expect(await Promise.all([".env", "livekit/livekit.yaml", "secrets/secrets.json"].map(read))).toEqual(before);
});

test("a deployment keeps its domain", async () => {
  await writeDeployment({ dir, answers });
  await expect(writeDeployment({ dir, answers: { ...answers, domain: "example.net" } })).rejects.toThrow(
    /holds the deployment of example\.org/,
  );
});

test("the command says DNS, firewall and what is next, and no secret", async () => {
  const main = path.join(import.meta.dirname, "main.mjs");
  const output = execFileSync(process.execPath, [main, "--domain", "Example.org", "--yes", "--out", dir], {
    encoding: "utf8",
  });
  for (const name of ["", "matrix.", "rtc.", "call.", "turn."])
    expect(output).toMatch(new RegExp(`^ +${name}example\\.org\\. +300 IN A`, "m"));
  for (const port of ["80/tcp", "443/tcp", "7881/tcp", "7882/udp", "3478/udp"])
    expect(output).toContain(`ufw allow ${port}`);
  expect(output).toContain("docker compose up --detach --build");
  for (const secret of Object.values(await readSecrets())) expect(output).not.toContain(secret);
  expect(output).not.toContain((await read("synapse/signing.key")).trim().split(" ")[2]);
});
