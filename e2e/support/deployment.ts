import { createServer, type RequestListener } from "node:http";
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

/**
 * Serves the app for `site` as an operator would.
 * @param instead answers for what this operator has exchanged, such as a micro-frontend
 */
export async function serveDeployment(
  { addresses }: TestSite,
  { hasVault, instead = () => false }: { readonly hasVault: boolean; readonly instead?: Instead },
): Promise<Deployment> {
  const config = (await (await fetch(`${addresses.app}/config.json`)).json()) as Record<string, unknown>;
  let serveApp: RequestListener = () => undefined;
  const app = await listen((request, response) => instead(request, response) || serveApp(request, response));
  const vault = hasVault
    ? await listen(
        createVaultHandler({
          dir,
          config: { vault_for: [app.url], default_server_config: config["default_server_config"] },
        }),
      )
    : null;
  serveApp = createAppHandler({ dir, config: vault === null ? config : { ...config, vault_origin: vault.url } });
  return {
    appUrl: app.url,
    vaultUrl: vault?.url ?? null,
    close: async () => void (await Promise.all([app.close(), vault?.close()])),
  };
}
