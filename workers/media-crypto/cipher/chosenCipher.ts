import type { CipherName } from "./frameCipher.ts";

/** The cipher for small frames. `"audited"` here, and a build, leaves our own kernel for RustCrypto's. */
export const chosenCipher: CipherName = "kernel";
