import {
  DeviceId,
  DeviceLists,
  initAsync,
  OlmMachine,
  ProcessedToDeviceEventType,
  RequestType,
  UserId,
} from "@matrix-org/matrix-sdk-crypto-wasm";
import type { Json, MatrixAccount } from "./matrix.ts";

/** A message to our device as it came, and what was in it. */
export interface ToDeviceMessage {
  readonly outer: Json;
  /** The decrypted event; null when it did not decrypt or was in clear. */
  readonly inner: Json | null;
}

/** A Matrix device that reads what others send to it. */
export interface OlmWitness {
  /** Publishes its device keys, so that others can encrypt for it. */
  publishKeys(): Promise<void>;
  /** Everything that came since the last time. */
  receive(): Promise<readonly ToDeviceMessage[]>;
}

interface SyncAnswer {
  readonly next_batch: string;
  readonly to_device?: { readonly events: readonly Json[] };
  readonly device_one_time_keys_count?: Readonly<Record<string, number>>;
}

const PATHS: Readonly<Partial<Record<RequestType, string>>> = {
  [RequestType.KeysUpload]: "/_matrix/client/v3/keys/upload",
  [RequestType.KeysQuery]: "/_matrix/client/v3/keys/query",
  [RequestType.KeysClaim]: "/_matrix/client/v3/keys/claim",
};

/** Makes one of `account`, with Olm in memory. */
export async function createOlmWitness(account: MatrixAccount): Promise<OlmWitness> {
  await initAsync();
  const machine = await OlmMachine.initialize(new UserId(account.userId), new DeviceId(account.deviceId));
  let since = "";

  async function publishKeys(): Promise<void> {
    for (const request of await machine.outgoingRequests()) {
      const path = PATHS[request.type as RequestType];
      if (path === undefined || request.id === undefined) continue;
      const answer = await account.request("POST", path, JSON.parse(request.body) as Json);
      await machine.markRequestAsSent(request.id, request.type as RequestType, JSON.stringify(answer));
    }
  }

  return {
    publishKeys,
    async receive() {
      const from = since === "" ? "" : `&since=${encodeURIComponent(since)}`;
      const answer = await account.request<SyncAnswer>("GET", `/_matrix/client/v3/sync?timeout=500${from}`);
      since = answer.next_batch;
      const outer = answer.to_device?.events ?? [];
      const counts = new Map(Object.entries(answer.device_one_time_keys_count ?? {}));
      const processed = await machine.receiveSyncChanges(JSON.stringify(outer), new DeviceLists(), counts);
      await publishKeys();
      return processed.map((event, at) => ({
        outer: outer[at] ?? {},
        inner:
          event.type === ProcessedToDeviceEventType.Decrypted && "rawEvent" in event
            ? (JSON.parse(event.rawEvent) as Json)
            : null,
      }));
    },
  };
}
