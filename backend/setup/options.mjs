import { parseArgs } from "node:util";
import { SetupFault } from "../native/fault.mjs";

/** What `npm run setup -- --help` says. */
export const setupHelp = `Usage: npm run setup -- --domain example.org [--email address] [--address 203.0.113.5] [--out folder] [--yes]
       npm run setup -- --check example.org [--json]

Writes a complete deployment with fresh secrets (into the folder "deployment"), or, run again, writes it anew with the secrets it has.
--yes asks nothing. --check checks a running deployment from outside, hop by hop; instead of a domain it takes addresses:
server-name=localhost:8148,homeserver=http://localhost:8108,auth-service=…,sfu=ws://…,app=…,well-known=…,federation=…,
media-udp=host:port,media-tcp=host:port,turn-udp=host:port,turn-tls=host:port. An access token of any account there, in the variable
PARLEY_ACCESS_TOKEN, opens the hops that only users get to see. Exit code 1 means that something is broken.
`;

/** Reads the command line. @faults SetupFault */
export function readOptions(args) {
  const text = { type: "string" };
  const flag = { type: "boolean", default: false };
  try {
    const { values } = parseArgs({
      args,
      options: {
        domain: text,
        email: text,
        address: text,
        out: { ...text, default: "deployment" },
        check: text,
        json: flag,
        yes: flag,
        help: flag,
      },
    });
    return values;
  } catch (error) {
    throw new SetupFault(`${error.message.split(". ")[0]}.\n${setupHelp}`);
  }
}
