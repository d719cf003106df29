import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir, totalmem } from "node:os";
import path from "node:path";
import { preparePackages } from "../../backend/native/packages.mjs";
import { checks } from "./checks.mjs";
import { ensureChromium } from "./ensureChromium.mjs";
import { ensureTools } from "./ensureTools.mjs";
import { readPlaywrightReport, readVitestReport } from "./reports.mjs";
import { run } from "./run.mjs";

const say = (line) => process.stdout.write(`${line}\n`);
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
/** Three federated sites with a browser each take about 4 GB. */
const hasRoomForThree = totalmem() > 8e9;
const total = { passed: 0, failed: 0 };

/** Adds up what one suite gave, and shows what a person needs to mend it. A suite that ran nothing has failed. */
function take(name, { passed, failed, failures }, startedAt, output) {
  const isEmpty = passed + failed === 0;
  total.passed += passed;
  total.failed += isEmpty ? 1 : failed;
  const isGood = failed === 0 && !isEmpty;
  if (!isGood) {
    for (const failure of failures) say(`      ${failure.trim().split("\n").join("\n      ")}`);
    if (failures.length === 0) say(output.trim().split("\n").slice(-60).join("\n"));
  }
  say(
    `${isGood ? "  ok" : "FAIL"}  ${name}: ${isEmpty ? "no test ran" : `${passed} passed, ${failed} failed`}, ${seconds(Date.now() - startedAt)}`,
  );
}

const ofCommand = (code, output) =>
  code === 0 ? { passed: 1, failed: 0, failures: [] } : { passed: 0, failed: 1, failures: [output] };

/** A suite that crashed has failed once more than its report says, if that says nothing of it. */
const orCrash = (counts, code) => (code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts);

async function runCommand(name, command) {
  const startedAt = Date.now();
  say(`      ${name} ...`);
  const { code, output } = await run(command);
  take(name, ofCommand(code, output), startedAt, output);
}

async function runVitest(project, reports) {
  const startedAt = Date.now();
  say(`      ${project} ...`);
  const report = path.join(reports, `${project}.json`);
  const command = ["vitest", "run", "--config", "e2e/support/vitest.config.ts", "--project", project];
  const { code, output } = await run([
    ...command,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ]);
  take(project, orCrash(await readVitestReport(report), code), startedAt, output);
}

async function runPlaywright(reports) {
  const startedAt = Date.now();
  say("      browser suites ...");
  const report = path.join(reports, "browser.json");
  const projects = ["journeys", "faults", "interop", "federation"];
  const command = [
    "playwright",
    "test",
    "--config",
    "e2e/playwright.config.ts",
    ...projects.map((name) => `--project=${name}`),
  ];
  const onLine = (text) => process.stdout.write(text);
  const { code, output } = await run(command, {
    env: { PARLEY_REPORT: report, PARLEY_FEDERATION: "short", PARLEY_SITES: hasRoomForThree ? "3" : "2" },
    limitMs: 30 * 60_000,
    onLine,
  });
  const suites = await readPlaywrightReport(report, projects);
  const isKnown = suites.some(({ failed }) => failed > 0);
  for (const [at, { name, ...counts }] of suites.entries()) {
    take(name, at === 0 && !isKnown ? orCrash(counts, code) : counts, startedAt, output);
  }
}

async function runAll(reports) {
  await preparePackages({
    onStep: ({ name, state, ms }) => say(`      ${name}: ${state}${ms === undefined ? "" : `, ${seconds(ms)}`}`),
  });
  await ensureChromium(say);
  await ensureTools(say);
  for (const { name, command } of checks) await runCommand(name, command);
  await runVitest("unit", reports);
  await runCommand("build and budgets", ["npm", "run", "build"]);
  await runVitest("stories", reports);
  await runPlaywright(reports);
}

const startedAt = Date.now();
const reports = await mkdtemp(path.join(tmpdir(), "parley-test-"));
try {
  await runAll(reports);
} catch (error) {
  total.failed += 1;
  say(error instanceof Error ? error.message : String(error));
} finally {
  await rm(reports, { recursive: true, force: true });
}
say(`      ${seconds(Date.now() - startedAt)} in all`);
say(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
