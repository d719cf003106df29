import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const target = "wasm32-unknown-unknown";

/** What the committed files were made with; another compiler makes other bytes. */
const rustVersion = "1.95.0";

/** The crates beside this file, by the name of their folder. */
export const crates = {
  audited: { module: "auditedCipher", library: "audited_cipher", flags: [] },
  kernel: {
    module: "frameKernel",
    library: "frame_kernel",
    flags: ["-Ctarget-feature=+simd128", "-Clink-arg=-zstack-size=16384"],
  },
};

/** @param {keyof typeof crates} name */
const folderOf = (name) => path.join(import.meta.dirname, name);

/** @returns why the ciphers cannot be built here; null when they can */
export function missingTool() {
  const rustc = spawnSync("rustc", ["--version"], { encoding: "utf8" });
  if (rustc.status !== 0) return "there is no rustc";
  if (!rustc.stdout.startsWith(`rustc ${rustVersion} `)) return `rustc is not ${rustVersion}: ${rustc.stdout.trim()}`;
  const sysroot = execFileSync("rustc", ["--print", "target-libdir", "--target", target], { encoding: "utf8" }).trim();
  if (!existsSync(sysroot)) return `rustc has no ${target}`;
  const fetched = spawnSync("cargo", ["fetch", "--quiet", "--locked", "--target", target], {
    cwd: folderOf("audited"),
  });
  return fetched.status === 0 ? null : "cargo cannot get the crates";
}

/**
 * Compiles a crate. @returns the text of its `.wasm.ts`
 * @param {keyof typeof crates} name
 */
export function compileCipher(name) {
  const { module, library, flags } = crates[name];
  const folder = folderOf(name);
  const out = mkdtempSync(path.join(tmpdir(), "parley-cipher-"));
  try {
    const home = process.env["CARGO_HOME"] ?? path.join(process.env["HOME"] ?? "", ".cargo");
    const remaps = [`--remap-path-prefix=${home}=cargo`, `--remap-path-prefix=${folder}=cipher`];
    execFileSync("cargo", ["build", "--quiet", "--release", "--locked", "--target", target], {
      cwd: folder,
      stdio: ["ignore", "inherit", "inherit"],
      // Paths of this machine must not get into the file.
      env: { ...process.env, CARGO_TARGET_DIR: out, CARGO_ENCODED_RUSTFLAGS: [...remaps, ...flags].join("\x1f") },
    });
    const wasm = readFileSync(path.join(out, target, "release", `${library}.wasm`));
    return `/** \`${module}.rs\`, compiled by \`compileCipher.fixture.mjs\`: WebAssembly in base64. */\nexport const ${module}Wasm =\n  "${wasm.toString("base64")}";\n`;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  const missing = missingTool();
  if (missing !== null) throw new Error(missing);
  for (const name of /** @type {const} */ (["audited", "kernel"]))
    writeFileSync(path.join(folderOf(name), `${crates[name].module}.wasm.ts`), compileCipher(name));
}
