/** The ports of a site, by what listens there; `sfuUdp` carries media. */
export interface SitePorts {
  readonly app: number;
  /** The second origin of the app, in a site that has one. */
  readonly vault: number;
  readonly homeserver: number;
  readonly federation: number;
  readonly authService: number;
  readonly sfu: number;
  readonly sfuUdp: number;
}

/** Where browsers reach what. */
export interface SiteAddresses {
  readonly app: string;
  /** The origin that holds the account in a site with a vault; nothing answers there in one without. */
  readonly vault: string;
  readonly homeserver: string;
  /** The server name in the accounts' user ids: `localhost:<federation port>`. */
  readonly homeserverName: string;
  readonly authService: string;
  /** `ws://` */
  readonly sfu: string;
}

/** One server of a site, as a process. */
export interface Part {
  readonly name: string;
  readonly logFile: string;
  readonly pid: number | null;
  readonly isRunning: boolean;
  /** Starts it unless it runs, and waits until it answers. @faults SetupFault, thrown */
  start(options?: { readonly signal?: AbortSignal }): Promise<void>;
  /** Ends it in an orderly way. */
  stop(): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Freezes it: connections stay open and nothing is answered. */
  pause(): void;
  /** Lets a paused one go on. */
  resume(): void;
}

/** A step of a start: named when it begins, timed when it ends. */
export interface Step {
  readonly name: string;
  readonly state: "started" | "done" | "failed";
  readonly ms?: number;
  readonly note?: string;
}

/** An end that nobody here ordered. */
export interface PartEnd {
  readonly name: string;
  readonly code: number | string;
  readonly logFile: string;
}

export interface SiteOptions {
  /** Its data; the same folder again is the same site, with its accounts. */
  readonly dir: string;
  /** The built app. */
  readonly appDir: string;
  /** Preferred ports; 0 is any free one. */
  readonly ports?: Partial<SitePorts>;
  /** The app's port that must be free. */
  readonly requiredAppPort?: number | undefined;
  /** Whether the account lives in a frame of a second origin. */
  readonly hasVault?: boolean;
  /** What the authorisation service and the app wait for. */
  readonly after?: Promise<unknown>;
  /** "generous" is for tests. */
  readonly rateLimits?: "normal" | "generous";
  readonly onStep?: (step: Step) => void;
  readonly log?: (line: string) => void;
  readonly onEnded?: (end: PartEnd) => void;
  /** Stops the site, also while it starts. */
  readonly signal?: AbortSignal;
}

/** A running site. */
export interface Site {
  readonly addresses: SiteAddresses;
  readonly ports: SitePorts;
  readonly livekit: { readonly key: string; readonly secret: string };
  readonly registrationSharedSecret: string;
  readonly homeserver: Part;
  readonly sfu: Part;
  readonly authService: Part;
  stop(): Promise<void>;
}

/** The ports a site takes when they are free. */
export const preferredPorts: SitePorts;

/** Starts one real local site: homeserver, SFU, authorisation service and the app's server, side by side. @faults SetupFault, thrown */
export function startSite(options: SiteOptions): Promise<Site>;
