import { parseArgs } from "node:util";
import { soakCall } from "./call.ts";
import { soakCipher } from "./cipher.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    /** Of the call, simulated. */
    minutes: { type: "string", default: "120" },
    /** As fast as a call, instead of as fast as it goes. */
    paced: { type: "boolean", default: false },
    /** Through the cipher. */
    frames: { type: "string", default: "2000000" },
  },
});
const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Long runs, outside `npm test`: each tells what it counted and whether that is as it must be. */
const soaks: Readonly<Record<string, () => Promise<boolean>>> = {
  crypto: () => soakCall({ minutes: Number(values.minutes), isPaced: values.paced, say }),
  cipher: () => soakCipher({ frames: Number(values.frames), say }),
};

const soak = soaks[positionals[0] ?? ""];
if (soak === undefined) {
  say(`There is no soak ${positionals[0] ?? ""}; there are ${Object.keys(soaks).join(", ")}.`);
  process.exit(2);
}
const isGood = await soak();
say(isGood ? "as it must be" : "NOT as it must be");
process.exitCode = isGood ? 0 : 1;
