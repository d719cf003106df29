import { checks } from "./checks.mjs";
import { run } from "./run.mjs";

const wanted = process.argv.slice(2);
const chosen = checks.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
if (chosen.length === 0) {
  process.stderr.write(
    `There is no check ${wanted.join(", ")}; there are ${checks.map(({ name }) => name).join(", ")}.\n`,
  );
  process.exit(1);
}

let failedCount = 0;
for (const { name, command } of chosen) {
  const startedAt = Date.now();
  const { code, output } = await run(command);
  if (code !== 0) {
    failedCount += 1;
    process.stdout.write(output);
  }
  process.stdout.write(`${code === 0 ? "  ok" : "FAIL"}  ${name}  ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`);
}
process.exitCode = failedCount === 0 ? 0 : 1;
