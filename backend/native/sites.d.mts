import type { PartEnd, Part, Site, SiteOptions } from "./site.d.mts";

/** What `/backend` says of one part. */
export interface PartStatus {
  /** `A`, `B`, `C`, or `all`. */
  readonly site: string;
  readonly name: string;
  readonly version: string;
  readonly isHealthy: boolean;
  readonly address: string;
  /** The end of its log; null when it keeps none. */
  readonly log: string | null;
}

/** Who a site is, as `listSites` of `siteList.mjs` gives it. */
export interface SiteName {
  readonly letter: string;
  readonly domain: string;
  readonly serverName: string;
  readonly federationPort: number;
  readonly federationAddress: string;
}

export interface SitesOptions extends Pick<
  SiteOptions,
  "dir" | "appDir" | "rateLimits" | "hasVault" | "onStep" | "signal"
> {
  /** From 1 to 3. */
  readonly count: number;
  /** Where browsers find all sites. */
  readonly port?: number;
  /** Whether servers are called by names, for which the system's resolver must know them. */
  readonly hasNames?: boolean;
  readonly federationPorts?: readonly number[];
  /** What `config.json` of each app has besides. */
  readonly appConfig?: Readonly<Record<string, unknown>>;
  /** What the proxy leads to in the place of a site's own servers: `http://host:port`. */
  readonly targets?: Readonly<Partial<Record<"authService" | "sfu", string>>>;
  /** Whether a part that ends by itself is started again. */
  readonly isMended?: boolean;
  readonly onEnded?: (end: PartEnd) => void;
}

/** Running sites behind their proxy. */
export interface FederatedSites {
  readonly sites: readonly (Site & { readonly redis: Part | null })[];
  readonly list: readonly SiteName[];
  readonly hasRedis: boolean;
  readStatus(): Promise<readonly PartStatus[]>;
  /** Changes what pages loaded from now on get in `config.json`. */
  setAppConfig(more: Readonly<Record<string, unknown>>): void;
  stop(): Promise<void>;
}

/** Starts federated sites behind one proxy. @faults SetupFault, thrown */
export function startSites(options: SitesOptions): Promise<FederatedSites>;
