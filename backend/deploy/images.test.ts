import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rootDir } from "../native/places.mjs";
import { pickPorts } from "../native/ports.mjs";
import { findTypeScriptNode } from "../native/tools.mjs";
import { importedPackages, neededPackages } from "./images/keepPackages.mjs";

const read = (file: string) => readFile(path.join(rootDir, file), "utf8");
const hasHadolint = spawnSync("hadolint", ["--version"]).status === 0;
const serviceDir = path.join(rootDir, "backend/auth-service");

async function neededByService(): Promise<Set<string>> {
  const { packages } = JSON.parse(await read("package-lock.json")) as { packages: Record<string, object> };
  return neededPackages(packages, importedPackages(serviceDir)) as Set<string>;
}

describe.each(["app", "auth-service"])("container file of %s, read line by line", (name) => {
  const file = `backend/deploy/images/${name}.Dockerfile`;
  const linesOf = async () => (await read(file)).split("\n").filter((line) => line !== "" && !line.startsWith("#"));

  test("only known instructions, the last stage without root, with a health check, and no secret in a layer", async () => {
    const lines = await linesOf();
    for (const line of lines) expect(line).toMatch(/^(FROM|WORKDIR|COPY|RUN|USER|EXPOSE|ENV|HEALTHCHECK|CMD) /);
    const starts = lines.flatMap((line, at) => (line.startsWith("FROM ") ? at : []));
    expect(starts.length).toBeGreaterThan(1);
    const last = lines.slice(starts.at(-1));
    expect(last.find((line) => line.startsWith("USER "))).toMatch(/^USER (?!root|0)/);
    expect(last.some((line) => line.startsWith("HEALTHCHECK "))).toBe(true);
    expect(lines.join("\n")).not.toMatch(/SECRET|PASSWORD|TOKEN|\bARG\b/);
  });

  test(`hadolint has nothing against it${hasHadolint ? "" : " (not asked, as it is not installed)"}`, () => {
    const asked = hasHadolint ? spawnSync("hadolint", [path.join(rootDir, file)], { encoding: "utf8" }) : null;
    expect([asked?.status ?? 0, asked?.stdout ?? ""]).toEqual([0, ""]);
  });

  test("what it copies is there, and its ignore file lets it in", async () => {
    const allowed = (await read(`${file}.dockerignore`))
      .split("\n")
      .filter((line) => line.startsWith("!"))
      .map((line) => line.slice(1));
    for (const line of await linesOf()) {
      if (!line.startsWith("COPY ") || line.includes("--from=")) continue;
      const sources = line
        .split(" ")
        .slice(1, -1)
        .filter((source) => source !== ".");
      for (const source of sources) {
        expect(existsSync(path.join(rootDir, source)), source).toBe(true);
        expect(
          allowed.some((each) => source === each || source.startsWith(`${each}/`)),
          `${source} is let in`,
        ).toBe(true);
      }
    }
  });
});

test("the app is built with the packages that compile it, which are optional ones of one system each", async () => {
  const { packages } = JSON.parse(await read("package-lock.json")) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  expect(Object.keys(packages["node_modules/@swc/core"]?.optionalDependencies ?? {})).not.toEqual([]);
  const [build = ""] = (await read("backend/deploy/images/app.Dockerfile")).split(/^(?=FROM nginx)/m);
  expect(build).toMatch(/^FROM node:24-slim AS build$/m);
  expect(build).toMatch(/^RUN npm ci(?! .*--omit)/m);
});

describe("the packages in the image of the authorisation service", () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "parley-image-"));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  test("are those that it needs, and not those of the page", async () => {
    const needed = await neededByService();
    expect(needed).toContain("node_modules/fastify");
    expect(needed).toContain("node_modules/pino"); // fastify's own
    for (const name of ["react", "matrix-js-sdk", "livekit-client", "webpack", "vitest"])
      expect(needed).not.toContain(`node_modules/${name}`);
  });

  test("are enough to start it", { timeout: 30_000 }, async () => {
    await cp(path.join(rootDir, "package.json"), path.join(dir, "package.json"));
    await cp(path.join(rootDir, "machines/domain"), path.join(dir, "machines/domain"), { recursive: true });
    await cp(serviceDir, path.join(dir, "backend/auth-service"), { recursive: true });
    for (const place of await neededByService()) {
      if (place.lastIndexOf("node_modules/") !== 0) continue; // comes with the package that it lies in
      await mkdir(path.dirname(path.join(dir, place)), { recursive: true });
      await symlink(path.join(rootDir, place), path.join(dir, place));
    }
    const { port } = (await pickPorts({ port: { port: 0 } })) as { port: number };
    const args = ["--preserve-symlinks", "--preserve-symlinks-main", "backend/auth-service/main.ts"];
    const child = spawn(findTypeScriptNode(), args, {
      cwd: dir,
      env: {
        LIVEKIT_URL: "ws://127.0.0.1:1",
        LIVEKIT_KEY: "parley",
        LIVEKIT_SECRET: "0123456789abcdefghijklmnopqrstuvwxyz",
        LIVEKIT_FULL_ACCESS_HOMESERVERS: "example.org",
        LIVEKIT_JWT_BIND: `127.0.0.1:${port}`,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const exited = once(child, "exit");
    let output = "";
    const listening = new Promise<void>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (text) => {
          output += String(text);
          if (/listening/i.test(output)) resolve();
        });
      }
      void exited.then(() => reject(new Error(output)));
    });
    try {
      await listening;
      expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    } finally {
      child.kill("SIGKILL");
      await exited;
    }
  });
});
