import { initAsync } from "@matrix-org/matrix-sdk-crypto-wasm";

let loading: Promise<void> | null = null;

/** Loads and compiles the crypto before there is an account that needs it; the SDK then finds it done. */
export function preloadCrypto(): Promise<void> {
  loading ??= initAsync().catch(() => {
    // The SDK tries again, and its failure is told.
    loading = null;
  });
  return loading;
}
