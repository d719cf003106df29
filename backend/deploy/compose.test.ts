import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LIVEKIT_VERSION, SYNAPSE_VERSION } from "../native/versions.mjs";
import { writeDeployment } from "../setup/deployment.mjs";
import { faultsOfCompose, readCompose, variablesOf } from "./composeRules.fixture.ts";

const read = (file: string) => readFile(path.join(import.meta.dirname, file), "utf8");
const files = ["compose.yaml", "scale/compose.yaml", "scale/node/compose.yaml"];
/** What a deployment over several machines has to be told besides what the setup writes. */
const SCALE = { PARLEY_SFU_NODES: "127.0.0.1:7880 10.0.0.2:7880", PARLEY_PRIVATE_ADDRESS: "10.0.0.1" };
const hasCompose = spawnSync("docker", ["compose", "version"]).status === 0;

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "parley-compose-"));
  await writeDeployment({ dir, answers: { domain: "example.org", email: "a@example.org", address: "203.0.113.5" } });
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** By the specification, and by `docker compose config` where it is. The first of `names` is what the others lie over. */
async function faultsOf(names: readonly string[]): Promise<readonly string[]> {
  const read_ = await Promise.all(names.map(async (name) => readCompose(await read(name))));
  const others = Object.keys(read_[0]?.services ?? {});
  const faults = read_.flatMap((file, at) => faultsOfCompose(file, at > 0 ? others : []));
  if (!hasCompose) return faults;
  const args = ["compose", ...names.flatMap((name) => ["-f", path.join(dir, name)]), "config", "--quiet"];
  const { status, stderr } = spawnSync("docker", args, {
    cwd: dir,
    env: { ...process.env, ...SCALE },
    encoding: "utf8",
  });
  return status === 0 ? faults : [...faults, stderr];
}

describe(`compose files, by the specification's schema${hasCompose ? " and docker compose config" : ""}`, () => {
  test.each([[["compose.yaml"]], [["compose.yaml", "scale/compose.yaml"]]])("%j", async (names) => {
    expect(await faultsOf(names)).toEqual([]);
  });

  test("the further node,", async () => {
    expect(faultsOfCompose(readCompose(await read("scale/node/compose.yaml")))).toEqual([]);
  });

  test("the rules find what is wrong", () => {
    const wrong = readCompose(
      "services: { a: { images: x, depends_on: [b], volumes: ['v:/v'], ports: ['x:1'], healthcheck: { test: true, interval: 5 } } }",
    );
    expect(faultsOfCompose(wrong)).toEqual([
      expect.stringContaining("must NOT have additional properties images"),
      expect.stringContaining("/services/a/healthcheck/interval"),
      ...Array(3).fill(expect.stringContaining("/services/a/healthcheck/test")),
      "a: neither image nor build",
      "a: depends on b, which is not there",
      "a: volume v is not declared",
      "a: port x:1",
    ]);
  });
});

test("every variable that a compose file needs is written by the setup, or named where it is told", async () => {
  const env = await readFile(path.join(dir, ".env"), "utf8");
  for (const file of files) {
    const needed = variablesOf(await read(file)).filter(({ isRequired }) => isRequired);
    for (const { name } of needed) expect(env.includes(`${name}=`) || name in SCALE, `${file}: ${name}`).toBe(true);
  }
});

test("images are pinned, and those of homeserver and SFU are what the local site runs", async () => {
  for (const file of files) {
    for (const { image = "", build } of Object.values(readCompose(await read(file)).services)) {
      if (image === "" || build || image.startsWith("parley-")) continue;
      expect(image).toMatch(/:(?!latest$).+/);
      if (image.includes("synapse")) expect(image).toMatch(new RegExp(`:v${SYNAPSE_VERSION}$`));
      if (image.includes("livekit")) expect(image).toMatch(new RegExp(`:v${LIVEKIT_VERSION}$`));
    }
  }
});

test("services start again, gain no rights, tell whether they are well, and are reached through the proxy alone", async () => {
  const { services } = readCompose(await read("compose.yaml"));
  for (const [name, service] of Object.entries(services)) {
    expect(service, name).toMatchObject({ restart: "unless-stopped", security_opt: ["no-new-privileges:true"] });
    const dockerfile = service.build?.dockerfile;
    const says = dockerfile ? await readFile(path.join(import.meta.dirname, "../..", dockerfile), "utf8") : "";
    expect(service.healthcheck !== undefined || says.includes("HEALTHCHECK"), `${name} has a health check`).toBe(true);
    for (const port of service.ports ?? []) expect(port, name).toMatch(/^127\.0\.0\.1:/);
  }
});

test("no secret is in a compose file, and each env_file is the setup's", async () => {
  for (const file of ["compose.yaml", "scale/compose.yaml"]) {
    const text = await read(file);
    expect(text).not.toMatch(/(SECRET|PASSWORD|TOKEN)\s*:\s*\S/);
    for (const { env_file: given = [] } of Object.values(readCompose(text).services))
      for (const name of [given].flat()) expect(existsSync(path.join(dir, name)), name).toBe(true);
  }
});
