import { readFile } from "node:fs/promises";

/** Longest text shown of one failure, in lines. */
const shownLines = 14;
const colours = /\u001b\[[0-9;]*m/g;

/** What a person reads of a failure: where, and the first lines of what, without the runner's own stack. */
function brief(where, message) {
  const lines = message
    .replace(colours, "")
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s+at .*node_modules/.test(line));
  return [where, ...lines.slice(0, shownLines)].join("\n");
}

async function readJson(file) {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return null;
  }
}

/** What vitest's JSON report says: how many passed and failed, and a text for each failure. Files that broke count as failed. */
export async function readVitestReport(file) {
  const report = await readJson(file);
  if (report === null) return { passed: 0, failed: 0, failures: [] };
  const failures = report.testResults.flatMap((each) => {
    const tests = each.assertionResults.filter(({ status }) => status === "failed");
    if (tests.length === 0 && each.status === "failed") return [brief(each.name, each.message)];
    return tests.map(({ fullName, failureMessages }) => brief(`${each.name}: ${fullName}`, failureMessages.join("\n")));
  });
  return { passed: report.numPassedTests, failed: failures.length, failures };
}

function testsOf(suite) {
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.map((test) => ({ ...test, title: `${spec.file}:${spec.line} ${spec.title}` })),
  );
  return [...own, ...(suite.suites ?? []).flatMap(testsOf)];
}

/** What Playwright's JSON report says, by project. A skipped test counts as failed: nothing is skipped here. */
export async function readPlaywrightReport(file, projects) {
  const report = await readJson(file);
  const tests = (report?.suites ?? []).flatMap(testsOf);
  return projects.map((name) => {
    const ours = tests.filter(({ projectName }) => projectName === name);
    const bad = ours.filter(({ status }) => status !== "expected");
    const failures = bad.map(({ title, results }) =>
      brief(title, results.flatMap(({ errors }) => errors.map(({ message }) => message)).join("\n")),
    );
    return { name, passed: ours.length - bad.length, failed: bad.length, failures };
  });
}
