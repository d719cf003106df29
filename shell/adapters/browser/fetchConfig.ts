import { type Fault, faultOf } from "../../../machines/domain/fault.ts";
import { failed, ok, type Result } from "../../../machines/domain/result.ts";

/** Fetches `config.json`, to be decoded; one that is missing is `undefined`. @faults config.unreadable */
export async function fetchConfig(url: string, signal: AbortSignal): Promise<Result<unknown, Fault>> {
  try {
    const response = await fetch(url, { signal });
    if (response.status === 404) return ok(undefined);
    if (!response.ok) return failed(faultOf("config.unreadable", { url, detail: `status ${response.status}` }));
    return ok(await response.json());
  } catch (thrown) {
    return failed(faultOf("config.unreadable", { url, detail: String(thrown) }));
  }
}
