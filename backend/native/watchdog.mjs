// Reads `+pid` and `-pid` lines. When the pipe ends, its other side is gone, so every process group still listed is killed.
import { createInterface } from "node:readline";

const groups = new Set();

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const pid = Number(line.slice(1));
    if (line.startsWith("+")) groups.add(pid);
    if (line.startsWith("-")) groups.delete(pid);
  })
  .on("close", () => {
    for (const pid of groups) {
      try {
        process.kill(-pid, "SIGKILL");
      } catch {
        // It went by itself in the meantime.
      }
    }
    process.exit(0);
  });
