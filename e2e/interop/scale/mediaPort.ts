import type { Person } from "../../support/people.ts";

declare global {
  interface Window {
    /** The SFU's ports that this page exchanges media with now, by its peer connections. */
    mediaPorts(): Promise<readonly number[]>;
  }
}

/** Runs in a page before its own scripts: keeps its peer connections in sight. */
export function watchConnections(): void {
  const connections = new Set<RTCPeerConnection>();
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.add(this);
    }
  };
  window.mediaPorts = async () => {
    const ports = new Set<number>();
    for (const connection of connections) {
      if (connection.connectionState !== "connected") continue;
      const reports = [...(await connection.getStats()).values()] as Record<string, unknown>[];
      const transport = reports.find(({ type }) => type === "transport");
      const pair = reports.find(({ id }) => id === transport?.["selectedCandidatePairId"]);
      const remote = reports.find(({ id }) => id === pair?.["remoteCandidateId"]);
      if (remote !== undefined) ports.add(Number(remote["port"]));
    }
    return [...ports];
  };
}

/** The SFU's ports that the page of `person` exchanges media with now. */
export const mediaPortsOf = ({ page }: Person): Promise<readonly number[]> => page.evaluate(() => window.mediaPorts());
