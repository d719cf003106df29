import { type Config, decodeConfig } from "../../../machines/domain/config.ts";
import { type Fault, faultOf } from "../../../machines/domain/fault.ts";
import { failed, type Result } from "../../../machines/domain/result.ts";

/** Fetches `config.json`; one that is missing means the defaults. @faults config.unreadable */
export async function fetchConfig(url: string, signal: AbortSignal): Promise<Result<Config, Fault>> {
  try {
    const response = await fetch(url, { signal });
    if (response.status === 404) return decodeConfig({});
    if (!response.ok) return failed(faultOf("config.unreadable", { url, detail: `status ${response.status}` }));
    return decodeConfig(await response.json());
  } catch (thrown) {
    return failed(faultOf("config.unreadable", { url, detail: String(thrown) }));
  }
}
