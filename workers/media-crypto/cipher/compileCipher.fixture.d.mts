/** The crates beside this file. */
export type CrateName = "audited" | "kernel";
/** Why the ciphers cannot be built here; null when they can. */
export function missingTool(): string | null;
/** Compiles a crate. @returns the text of its `.wasm.ts` */
export function compileCipher(name: CrateName): string;
