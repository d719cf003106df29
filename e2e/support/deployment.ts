import { createServer, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { createAppHandler, createVaultHandler } from "../../backend/app/appServer.mjs";
import type { TestSite } from "./site.ts";

const dir = path.resolve(import.meta.dirname, "../../dist/full");

/** The built app on an origin of its own, besides the one that the site serves; with a vault on another one. */
export interface Deployment {
  readonly appUrl: string;
  /** Null: account and keys stay with the app's origin. */
  readonly vaultUrl: string | null;
  close(): Promise<void>;
}

async function listen(
  handler: RequestListener,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Answers instead of the app's server; false leaves it to that. */
export type Instead = (...args: Parameters<RequestListener>) => boolean;

/** How a deployment is other than usual. */
export interface DeploymentOptions {
  readonly hasVault: boolean;
  /** Answers for what this operator has exchanged, such as a micro-frontend. */
  readonly instead?: Instead;
  /** Whether the vault comes without the header that keeps other origins from framing it. */
  readonly isFrameable?: boolean;
  /** The vault of somebody else, named in this app's file. */
  readonly foreignVault?: string;
}

/** Serves the app for `site` as an operator would. */
export async function serveDeployment(
  { addresses }: TestSite,
  { hasVault, instead = () => false, isFrameable = false, foreignVault }: DeploymentOptions,
): Promise<Deployment> {
  const config = (await (await fetch(`${addresses.app}/config.json`)).json()) as Record<string, unknown>;
  let serveApp: RequestListener = () => undefined;
  const app = await listen((request, response) => instead(request, response) || serveApp(request, response));
  const vault = hasVault
    ? await listen((request, response) => {
        if (isFrameable) dropPolicy(response);
        const served = { vault_for: [app.url], default_server_config: config["default_server_config"] };
        createVaultHandler({ dir, config: served })(request, response);
      })
    : null;
  const vaultOrigin = vault?.url ?? foreignVault;
  serveApp = createAppHandler({
    dir,
    config: vaultOrigin === undefined ? config : { ...config, vault_origin: vaultOrigin },
  });
  return {
    appUrl: app.url,
    vaultUrl: vault?.url ?? null,
    close: async () => void (await Promise.all([app.close(), vault?.close()])),
  };
}

function dropPolicy(response: ServerResponse): void {
  const set = response.setHeader.bind(response);
  response.setHeader = (name, value) => (name === "Content-Security-Policy" ? response : set(name, value));
}
