import process from "node:process";
import { ConfigFault, readConfig } from "./config.ts";
import type { Config } from "./config.ts";
import { createOpenIdVerifier } from "./openid.ts";
import { createAuthServer } from "./server.ts";
import { createSfu } from "./sfu.ts";

function readConfigOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

const config = readConfigOrExit();
const openId = createOpenIdVerifier();
const server = createAuthServer({
  config,
  verifyOpenId: openId.verify,
  sfu: createSfu(config),
  logger: { level: "info" },
});

async function stop(): Promise<void> {
  await server.close(); // answers what it has begun to answer
  openId.close();
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());

await server.listen({ host: config.bind.host ?? "::", port: config.bind.port });
