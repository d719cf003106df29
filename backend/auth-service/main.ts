import "./memory.ts";
import process from "node:process";
import { readConfig } from "./config.ts";
import type { Config } from "./config.ts";
import { ConfigFault } from "./configFault.ts";
import { createService } from "./service.ts";

/** The settings: from the YAML file that `LIVEKIT_CONFIG_FILE` names, if any, and from variables, which win. */
async function readSettings(): Promise<Config> {
  const file = process.env["LIVEKIT_CONFIG_FILE"];
  if (!file) return readConfig(process.env);
  const { readConfigFile } = await import("./configFile.ts"); // its parser takes 10 MB
  return readConfig({ ...readConfigFile(file), ...process.env });
}

async function readSettingsOrExit(): Promise<Config> {
  try {
    return await readSettings();
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

const config = await readSettingsOrExit();
const { server, stop } = await createService(config, { level: config.logLevel });

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());

/** Listens on every interface when none is named: on those of IPv6 and IPv4, or of IPv4 alone where there is no other. */
async function listen({ host, port }: Config["bind"]): Promise<void> {
  try {
    await server.listen({ host: host ?? "::", port });
  } catch (error) {
    const isWithoutIpv6 = error instanceof Error && "code" in error && error.code === "EAFNOSUPPORT";
    if (host !== null || !isWithoutIpv6) throw error;
    await server.listen({ host: "0.0.0.0", port });
  }
}

if (!config.isTlsChecked)
  server.log.warn("certificates are not checked: anybody in between can grant themselves tokens");

try {
  await listen(config.bind);
} catch (error) {
  server.log.fatal({ err: error }, "cannot listen");
  process.exitCode = 1;
  await stop();
}
