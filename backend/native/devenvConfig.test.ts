import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { decodeConfig } from "../../machines/domain/config.ts";
import { proxiedAddresses } from "./description.mjs";
import { configOf } from "./parts.mjs";
import { DEFAULT_PORT, listSites } from "./siteList.mjs";

test("config.devenv.json is the app's configuration for site A as `npm run backend` starts it", async () => {
  const config: unknown = JSON.parse(await readFile(new URL("../config.devenv.json", import.meta.url), "utf8"));
  const site = listSites({ count: 1, hasNames: false })[0];
  expect(config).toEqual(
    configOf(proxiedAddresses({ domain: site?.domain, serverName: site?.serverName, port: DEFAULT_PORT })),
  );
  expect(decodeConfig(config)).toMatchObject({ ok: true, value: { droppedKeys: [] } });
});
