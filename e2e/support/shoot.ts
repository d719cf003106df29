import path from "node:path";
import type { Person } from "./people.ts";

const folder = path.resolve(import.meta.dirname, "../../test-results/shots");

/** Keeps a picture of what somebody sees now, as `test-results/shots/<name>.png`. */
export async function shoot({ page }: Person, name: string): Promise<void> {
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}
