import { parseArgs } from "node:util";
import { SetupFault } from "./fault.mjs";
import { DEFAULT_PORT, SITE_LETTERS } from "./siteList.mjs";

/** What `npm run backend -- --help` says. */
export const backendHelp = `npm run backend [-- options]     start the development sites; Ctrl+C ends them
  --sites <1|2|3>      how many, A to C; three unless told
  --native | --docker  on this machine itself (unless told), or in containers
  --port <number>      where browsers find them; ${DEFAULT_PORT} unless told, as 443 may be the system's to give
  --names              homeservers called synapse.m.localhost and so on, for which the hosts file must know the names
  --vault              accounts and keys in a frame of vault.m.localhost and so on, which no script of the app's page can enter
npm run backend -- status        every part: version, health, address
npm run backend -- stop          end the sites
npm run backend -- logs [site]   the end of every log, or of those of site a, b or c
npm run backend -- reset         delete accounts and rooms of the sites
npm run backend -- trust         how to trust the sites' certificates
  --install            do it, as far as that takes no administrator
`;

const COMMANDS = ["start", "status", "stop", "logs", "reset", "trust"];

const FLAGS = {
  sites: { type: "string" },
  native: { type: "boolean" },
  docker: { type: "boolean" },
  port: { type: "string" },
  names: { type: "boolean" },
  vault: { type: "boolean" },
  install: { type: "boolean" },
  help: { type: "boolean" },
};

function readPort(text) {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new SetupFault(`--port takes a number from 1 to 65535, not "${text}".`);
}

function readCount(text) {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= SITE_LETTERS.length) return count;
  throw new SetupFault(`--sites takes a number from 1 to ${SITE_LETTERS.length}, not "${text}".`);
}

function readLetter(command, rest) {
  const [letter = null, ...more] = rest;
  if (letter === null) return null;
  if (command === "logs" && more.length === 0 && SITE_LETTERS.includes(letter.toLowerCase()))
    return letter.toLowerCase();
  throw new SetupFault(`"${rest.join(" ")}" is not understood: \`npm run backend -- --help\` lists what is.`);
}

/** Reads the arguments of `npm run backend`. @faults SetupFault */
export function readBackendOptions(args) {
  let parsed;
  try {
    parsed = parseArgs({ args, options: FLAGS, allowPositionals: true });
  } catch (error) {
    throw new SetupFault(`${error.message.split(". ")[0]}: \`npm run backend -- --help\` lists the options.`);
  }
  const { values, positionals } = parsed;
  const [command = "start", ...rest] = positionals;
  if (!COMMANDS.includes(command)) {
    throw new SetupFault(`There is no command "${command}": \`npm run backend -- --help\` lists them.`);
  }
  if (values.native && values.docker) throw new SetupFault("--native and --docker exclude each other.");
  return {
    command,
    isHelp: values.help ?? false,
    count: readCount(values.sites ?? String(SITE_LETTERS.length)),
    port: readPort(values.port ?? String(values.docker ? 443 : DEFAULT_PORT)),
    // Containers find one another by name, so there the names cost nothing.
    hasNames: (values.names ?? false) || (values.docker ?? false),
    hasVault: values.vault ?? false,
    isDocker: values.docker ?? false,
    isInstalling: values.install ?? false,
    letter: readLetter(command, rest),
  };
}
