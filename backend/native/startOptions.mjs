import path from "node:path";
import { parseArgs } from "node:util";
import { SetupFault } from "./fault.mjs";

/** What `npm start -- --help` says. */
export const startHelp = `npm start [-- options]
  --port <number>   the app's port; another one is not taken when it is not free
  --reset           begin afresh: the accounts and rooms of the local site are deleted
  --vault           keep account and keys in a frame of a second origin, which no script of the page can enter
  --app-dir <dir>   serve this folder instead of building the app
`;

function readPort(text) {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new SetupFault(`--port takes a number from 1 to 65535, not "${text}".`);
}

/** Reads the arguments of `npm start`. @faults SetupFault */
export function readStartOptions(args) {
  const flags = {
    port: { type: "string" },
    reset: { type: "boolean" },
    vault: { type: "boolean" },
    "app-dir": { type: "string" },
    help: { type: "boolean" },
  };
  let values;
  try {
    ({ values } = parseArgs({ args, options: flags }));
  } catch (error) {
    throw new SetupFault(`${error.message.split(". ")[0]}: \`npm start -- --help\` lists the options.`);
  }
  const appDir = values["app-dir"];
  return {
    port: readPort(values.port),
    isReset: values.reset ?? false,
    hasVault: values.vault ?? false,
    isHelp: values.help ?? false,
    appDir: appDir === undefined ? null : path.resolve(appDir),
  };
}
