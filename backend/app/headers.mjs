/** What the page may load and talk to. Homeservers and SFUs are the user's choice, so connections and pictures are open; code is not. */
const contentSecurityPolicy = {
  "default-src": "'none'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  "worker-src": "'self'",
  "style-src": "'self'",
  "img-src": "'self' blob: data: http: https:",
  "media-src": "'self' blob: mediastream:",
  "font-src": "'self'",
  "connect-src": "'self' http: https: ws: wss:",
  "manifest-src": "'self'",
  "base-uri": "'self'",
  "form-action": "'none'",
  "frame-ancestors": "'self'",
  "require-trusted-types-for": "'script'",
};

const permissionsPolicy = {
  camera: "(self)",
  microphone: "(self)",
  "display-capture": "(self)",
  autoplay: "(self)",
  fullscreen: "(self)",
  "picture-in-picture": "(self)",
  "screen-wake-lock": "(self)",
  "speaker-selection": "(self)",
  geolocation: "()",
  payment: "()",
  usb: "()",
};

function joined(entries, between, sign) {
  return Object.entries(entries)
    .map(([name, value]) => `${name}${sign}${value}`)
    .join(between);
}

/** Headers of every answer of the app's server. With a vault, its frame is the only one that the page may open. */
export function securityHeadersOf(vaultOrigin) {
  const frames = vaultOrigin === null ? {} : { "frame-src": vaultOrigin };
  return {
    "Content-Security-Policy": joined({ ...contentSecurityPolicy, ...frames }, "; ", " "),
    "Permissions-Policy": joined(permissionsPolicy, ", ", "="),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
  };
}

/** Headers of an app without a vault. */
export const securityHeaders = securityHeadersOf(null);

/**
 * Headers of every answer of the vault's server: only the apps at `appOrigins` may frame it, it frames nobody, and it has
 * no camera, no microphone and no pictures.
 */
export function vaultHeadersOf(appOrigins) {
  const policy = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "worker-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self' http: https:",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": appOrigins.length === 0 ? "'none'" : appOrigins.join(" "),
    "require-trusted-types-for": "'script'",
  };
  return {
    "Content-Security-Policy": joined(policy, "; ", " "),
    "Permissions-Policy": joined(
      Object.fromEntries(Object.keys(permissionsPolicy).map((name) => [name, "()"])),
      ", ",
      "=",
    ),
    // A process of its own where the browser can, though app and vault are of one site.
    "Origin-Agent-Cluster": "?1",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
  };
}

/** A file whose name holds a hash of its content: `main.1a2b3c4d.js`. */
const HASHED_NAME = /[.-][0-9a-f]{8,}\.[\w.]+$/;

/** How long a browser may keep what is at `pathname`: for good when its name changes with its content, else it asks each time. */
export function cacheControlOf(pathname) {
  return HASHED_NAME.test(pathname) ? "public, max-age=31536000, immutable" : "no-cache";
}
