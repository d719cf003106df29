import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);
/** Smaller files gain nothing that a header does not cost again, in bytes. */
const smallestBytes = 1024;
/** Above this size the best brotli takes half a minute for a few per cent, in bytes. */
const slowBytes = 2_000_000;

/** The files under `folder` that shrink: text and wasm. */
async function compressible(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => /\.(js|css|html|json|svg|wasm)$/.test(name)).map((name) => path.join(folder, name));
}

async function compressFile(file: string): Promise<void> {
  if ((await stat(file)).size < smallestBytes) return;
  const plain = await readFile(file);
  const quality = plain.byteLength > slowBytes ? 9 : 11;
  const [br, gz] = await Promise.all([
    toBrotli(plain, {
      params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: plain.byteLength },
    }),
    toGzip(plain, { level: 9 }),
  ]);
  await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)]);
}

/** Writes a `.br` and a `.gz` beside every file of `folder` that is worth it. */
export async function compressTree(folder: string): Promise<void> {
  await Promise.all((await compressible(folder)).map(compressFile));
}
