import { expect, test } from "vitest";
import { waysToTrust } from "./trust.mjs";

const about = { file: "/data/authority.crt", home: "/home/alice" };
const commandsOn = (system: string) =>
  waysToTrust({ ...about, system }).flatMap(({ command }) => (command ? [command] : []));

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
