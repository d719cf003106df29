// `npm run setup`: writes a deployment, or checks one. Runs on Node 20 with nothing installed.
import path from "node:path";
import process from "node:process";
import { runToEnd } from "../native/ending.mjs";
import { collectAnswers } from "./answers.mjs";
import { checkDeployment } from "./check/check.mjs";
import { isBroken, jsonOf, linesOf } from "./check/report.mjs";
import { readTarget } from "./check/target.mjs";
import { readKeptAnswers, writeDeployment } from "./deployment.mjs";
import { readOptions, setupHelp } from "./options.mjs";
import { dnsLines, firewallLines } from "./outside.mjs";

const say = (...lines) => process.stdout.write(`${lines.join("\n")}\n`);

async function check(options) {
  const accessToken = process.env.PARLEY_ACCESS_TOKEN?.trim() || null;
  const hops = await checkDeployment(readTarget(options.check), { accessToken });
  if (options.json) say(JSON.stringify(jsonOf(hops), null, 2));
  else say(...linesOf(hops));
  if (isBroken(hops)) process.exitCode = 1;
}

async function write(options) {
  const isSilent = options.yes || !process.stdin.isTTY;
  const dir = path.resolve(options.out);
  const kept = await readKeptAnswers(dir);
  const answers = await collectAnswers({ options, kept, isSilent, input: process.stdin, output: process.stdout });
  const files = await writeDeployment({ dir, answers });
  say(`Written to ${dir}:`, ...files.map((file) => `  ${file}`), "");
  say("DNS:", ...dnsLines(answers).map((line) => `  ${line}`), "");
  say("Firewall (here and at the provider):", ...firewallLines.map((line) => `  ${line}`), "");
  say("Then:", `  cd ${dir} && docker compose up --detach --build`, `  npm run setup -- --check ${answers.domain}`);
}

await runToEnd(async () => {
  const options = readOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(setupHelp);
  else if (options.check === undefined) await write(options);
  else await check(options);
});
