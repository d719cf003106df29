import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { certificateOf } from "../auth-service/certificate.fixture.ts";
import { trust, waysToTrust } from "./trust.mjs";

const about = { file: "/data/authority.crt", home: "/home/alice" };
const commandsOn = (system: string) =>
  waysToTrust({ ...about, system }).flatMap(({ command }) => (command ? [command] : []));
const hasCertutil = process.platform === "linux" && spawnSync("certutil", ["-H"]).error === undefined;

const folders: string[] = [];
afterEach(() => Promise.all(folders.splice(0).map((each) => rm(each, { recursive: true, force: true }))));

async function somebody() {
  const home = await mkdtemp(path.join(tmpdir(), "parley home-"));
  folders.push(home);
  const file = path.join(home, "authority.crt");
  await writeFile(file, certificateOf("localhost").cert);
  let told = "";
  const run = (isInstalling: boolean) =>
    trust({ isInstalling, home, file, system: "linux", write: (text: string) => (told += text) });
  const listed = () =>
    spawnSync("certutil", ["-d", `sql:${home}/.pki/nssdb`, "-L"], { encoding: "utf8" }).stdout.match(/^Parley.*$/gm);
  return { run, listed, told: () => told };
}

test.each(["linux", "darwin", "win32"])(
  "on %s there is one way that is for the user alone, and asks for no administrator",
  (system) => {
    const [command, ...more] = commandsOn(system);
    expect(more).toEqual([]);
    expect(command).not.toContain("sudo");
    expect(command).toContain(about.file);
  },
);

test("on any other system the ways by hand are left", () => {
  expect(commandsOn("plan9")).toEqual([]);
  expect(waysToTrust({ ...about, system: "plan9" }).map(({ title }) => title)).toContain("Firefox");
});

test("what is told can be typed as it stands, and does what `--install` does", async () => {
  const { run, listed, told } = await somebody();
  await run(false);
  const line = /^ {2}(mkdir.*certutil.*)$/m.exec(told())?.[1] ?? "nothing";
  expect(listed()).toBeNull();
  const { status } = spawnSync("sh", ["-c", hasCertutil ? line : "true"]);
  expect([status, listed()]).toEqual([0, hasCertutil ? [expect.stringContaining("C,,")] : null]);
});

test(`--install trusts it for whoever never trusted anything, and once${hasCertutil ? "" : ": without certutil it says so"}`, async () => {
  const { run, listed } = await somebody();
  if (!hasCertutil) {
    await expect(run(true)).rejects.toThrow(/certutil was not found/);
    return;
  }
  await run(true);
  await run(true);
  expect(listed()).toEqual([expect.stringContaining("C,,")]);
});
