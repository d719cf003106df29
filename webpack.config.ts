import { existsSync } from "node:fs";
import path from "node:path";
import MiniCssExtractPlugin from "mini-css-extract-plugin";
import MinimizerPlugin from "minimizer-webpack-plugin";
import webpack, { type Configuration } from "webpack";
import packageJson from "./package.json" with { type: "json" };

const root = import.meta.dirname;
const version = packageJson.dependencies;

/** The micro-frontends: each is a folder, a compiler, a federation container and an entry of `manifest.json`. */
export const remoteNames = ["mf-lobby", "mf-call", "mf-settings"] as const;

/** The workers by the name that `startRealm` knows them by. One without its file yet is left out. */
export const realmEntries = {
  homeserver: "workers/homeserver/homeserver.worker.ts",
  "media-crypto": "workers/media-crypto/mediaCrypto.worker.ts",
  "event-log": "workers/event-log/eventLog.worker.ts",
} as const;

/** What is downloaded once and used by all. The shell brings each; a remote takes the shell's and carries no copy. */
const shared: Readonly<Record<string, string>> = {
  react: version.react,
  "react/jsx-runtime": version.react,
  "react-dom": version["react-dom"],
  "react-dom/client": version["react-dom"],
  xstate: version.xstate,
  "@xstate/react": version["@xstate/react"],
  "@shell/ui": packageJson.version,
};

/** How and where to build. */
export interface BuildOptions {
  readonly mode: "production" | "development";
  /** The tree that all compilers write into. */
  readonly out: string;
}

const hashOf = ({ mode }: BuildOptions) => (mode === "production" ? ".[contenthash:10]" : "");

function sharedBy(side: "shell" | "remote") {
  return Object.fromEntries(
    Object.entries(shared).map(([name, at]) => [
      name,
      side === "shell"
        ? { singleton: true, eager: true, version: at, requiredVersion: `^${at}` }
        : { singleton: true, import: false as const, requiredVersion: `^${at}` },
    ]),
  );
}

function base(options: BuildOptions, name: string, folder: string): Configuration {
  const { mode, out } = options;
  const hash = hashOf(options);
  return {
    name,
    mode,
    context: root,
    target: ["web", "es2022"],
    devtool: mode === "production" ? false : "source-map",
    experiments: { outputModule: true },
    performance: false,
    output: {
      path: path.join(out, folder),
      publicPath: "auto",
      uniqueName: `parley-${name}`,
      module: true,
      chunkFormat: "module",
      chunkLoading: "import",
      workerChunkLoading: "import",
      filename: `[name]${hash}.js`,
      chunkFilename: `[name]${hash}.js`,
      assetModuleFilename: `[name]${hash}[ext]`,
      trustedTypes: { policyName: `parley-${name}` },
    },
    resolve: {
      extensions: [".tsx", ".ts", ".mjs", ".js"],
      alias: {
        "@shell/ui$": path.join(root, "shell/ui/index.ts"),
        "@shell/contract$": path.join(root, "shell/contract/index.ts"),
      },
    },
    module: {
      rules: [
        {
          test: /\.tsx?$/,
          exclude: /node_modules/,
          use: {
            loader: "swc-loader",
            options: {
              jsc: {
                target: "es2022",
                parser: { syntax: "typescript", tsx: true },
                transform: { react: { runtime: "automatic" } },
              },
            },
          },
        },
        {
          test: /\.css$/,
          sideEffects: true,
          use: [
            MiniCssExtractPlugin.loader,
            {
              loader: "css-loader",
              options: { modules: { auto: true, namedExport: false, exportLocalsConvention: "as-is" } },
            },
          ],
        },
        { test: /\.(woff2|svg|png|webp|mp3|ogg)$/, type: "asset/resource" },
      ],
    },
    optimization: {
      minimizer: [new MinimizerPlugin({ extractComments: false, minify: MinimizerPlugin.swcMinify })],
    },
    plugins: [new MiniCssExtractPlugin({ filename: `[name]${hash}.css`, chunkFilename: `[name]${hash}.css` })],
  };
}

function shell(options: BuildOptions): Configuration {
  const config = base(options, "shell", "");
  const hash = hashOf(options);
  return {
    ...config,
    entry: { main: ["./shell/supervisor/sharedModules.ts", "./shell/main.ts"] },
    output: {
      ...config.output,
      filename: `shell/[name]${hash}.js`,
      chunkFilename: `shell/[name]${hash}.js`,
      assetModuleFilename: `shell/[name]${hash}[ext]`,
    },
    plugins: [
      new MiniCssExtractPlugin({ filename: `shell/[name]${hash}.css`, chunkFilename: `shell/[name]${hash}.css` }),
      new webpack.sharing.SharePlugin({ shared: sharedBy("shell") }),
    ],
  };
}

function remote(options: BuildOptions, name: string): Configuration {
  const config = base(options, name, name);
  const lifecycles = ["lifecycles.tsx", "lifecycles.ts"].find((file) => existsSync(path.join(root, name, file)));
  return {
    ...config,
    entry: {},
    plugins: [
      ...(config.plugins ?? []),
      new webpack.container.ModuleFederationPlugin({
        name: name.replaceAll("-", "_"),
        filename: `remoteEntry${hashOf(options)}.js`,
        library: { type: "module" },
        exposes: { "./lifecycles": { import: `./${name}/${lifecycles ?? "lifecycles.tsx"}`, name: "lifecycles" } },
        shared: sharedBy("remote"),
      }),
    ],
  };
}

function realms(options: BuildOptions): Configuration {
  const entries = Object.entries(realmEntries).filter(([, file]) => existsSync(path.join(root, file)));
  return {
    ...base(options, "realms", "realms"),
    target: ["webworker", "es2022"],
    entry: Object.fromEntries(entries.map(([name, file]) => [name, [`./${file}`, "./workers/hello.ts"]])),
  };
}

/** The page of the vault origin: nothing of it is fetched by the app's page, and it shares nothing with it. */
function vault(options: BuildOptions): Configuration {
  return { ...base(options, "vault", "vault"), entry: { main: "./shell/vault/main.ts" } };
}

/** Every compiler of the site, all writing into one tree. */
export function createConfigs(options: BuildOptions): Configuration[] {
  return [shell(options), ...remoteNames.map((name) => remote(options, name)), realms(options), vault(options)];
}

export default createConfigs({ mode: "production", out: path.join(root, "dist/full") });
