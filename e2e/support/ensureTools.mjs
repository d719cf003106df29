import { existsSync } from "node:fs";
import path from "node:path";
import { run } from "./run.mjs";

/** What tests run besides the packages of this project: the program, Debian's packages that bring it, and what there is without it. */
const tools = [
  { program: "redis-server", packages: ["redis-server"], without: null },
  { program: "nginx", packages: ["nginx", "libnginx-mod-stream"], without: "its files are only read" },
  { program: "certutil", packages: ["libnss3-tools"], without: "trusting the authority is not tried" },
];

const isThere = ({ program }) =>
  [...(process.env.PATH ?? "").split(path.delimiter), "/usr/sbin"].some((dir) => existsSync(path.join(dir, program)));

async function install(packages) {
  // As in the runlevel of a single user, in which a package starts no service.
  const env = { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1", PREVLEVEL: "N" };
  await run(["apt-get", "update", "-q"], { env });
  const { output } = await run(["apt-get", "install", "-y", "-q", "--no-install-recommends", ...packages], { env });
  return output.trim().split("\n").at(-1);
}

/** Installs Debian's programs that tests need, when we may. Throws a sentence with the remedy when one is missing that they cannot do without. */
export async function ensureTools(say) {
  const missing = tools.filter((tool) => !isThere(tool));
  if (missing.length === 0) return;
  const isAllowed = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (isAllowed) say(`      Installing ${missing.map(({ program }) => program).join(", ")} ...`);
  const said = isAllowed ? await install(missing.flatMap(({ packages }) => packages)) : "it needs the administrator";
  for (const { program, packages, without } of missing.filter((tool) => !isThere(tool))) {
    const remedy = `install it (Debian, Ubuntu: apt-get install ${packages.join(" ")})`;
    if (without === null) throw new Error(`Tests need ${program}: ${remedy}. ${said}`);
    say(`      Without ${program} ${without}: ${remedy}.`);
  }
}
