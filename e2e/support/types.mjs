import { run } from "./run.mjs";

/** One compilation for each set of globals: what a realm does not have, its code cannot name. */
const projects = [".", "machines", "workers", "backend", "e2e", "e2e/support", ".storybook"];

const results = await Promise.all(projects.map((project) => run(["tsc", "--pretty", "false", "-p", project])));
const lines = new Set(results.flatMap(({ code, output }) => (code === 0 ? [] : output.trim().split("\n"))));
for (const line of lines) process.stdout.write(`${line}\n`);
process.exitCode = results.every(({ code }) => code === 0) ? 0 : 1;
