/** Why the cipher cannot be built here; null when it can. */
export function missingTool(): string | null;
/** Compiles `frameCipher.rs`. @returns the text of `frameCipher.wasm.ts` */
export function compileCipher(): string;
