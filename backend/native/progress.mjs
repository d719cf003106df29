/** How often a step that takes long says that it goes on, in ms. */
const REMINDER_MS = 30_000;

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** Writes one line when a step begins and one with its time when it is done, and in between now and then that it goes on. */
export function createProgress(output) {
  const running = new Map();
  const startedAt = performance.now();
  const write = (text) => output.write(`${text}\n`);
  const reminder = setInterval(() => {
    for (const [name, since] of running) {
      const ms = performance.now() - since;
      if (ms >= REMINDER_MS) write(`  … ${name}: still at it after ${Math.round(ms / 1000)} s`);
    }
  }, REMINDER_MS);
  reminder.unref();
  return {
    onStep({ name, state, ms }) {
      if (state === "started") {
        running.set(name, performance.now());
        write(`  … ${name}`);
        return;
      }
      running.delete(name);
      write(state === "done" ? `  ✓ ${name} (${seconds(ms)})` : `  ✗ ${name} (after ${seconds(ms)})`);
    },
    announce(addresses) {
      const list = addresses.map((address) => `    ${address}`).join("\n");
      write(`\nParley is ready after ${seconds(performance.now() - startedAt)}:\n\n${list}\n\nCtrl+C ends it.`);
    },
    end() {
      clearInterval(reminder);
    },
  };
}
