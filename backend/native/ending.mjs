/** How often we look whether npm, which started us, is still there, in ms. */
const PARENT_CHECK_MS = 1000;

/** A signal that aborts when we are asked to end, or when npm has gone without telling us. */
export function watchForEnd() {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => controller.abort());
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event !== undefined) {
    setInterval(() => {
      if (process.ppid !== parent) controller.abort();
    }, PARENT_CHECK_MS).unref();
  }
  return controller.signal;
}

/** Runs a command's whole work; what a person can mend is said in one sentence, with exit code 1. */
export async function runToEnd(work) {
  try {
    await work();
  } catch (error) {
    process.stderr.write(error.name === "SetupFault" ? `\n${error.message}\n` : `${error.stack}\n`);
    process.exitCode = 1;
  }
}
