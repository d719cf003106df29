/**
 * Puts one file of a remote in the page, refusing it when its digest is not `integrity`. A script is only fetched and
 * checked: a later `import()` of the same address gets this very copy from the browser's module map.
 */
export function admitFile(url: string, integrity: string): Promise<void> {
  if (!/^sha(256|384|512)-/.test(integrity)) return Promise.reject(new Error(`${url} has no integrity value`));
  const link = document.createElement("link");
  link.rel = url.endsWith(".css") ? "stylesheet" : "modulepreload";
  link.integrity = integrity;
  link.crossOrigin = "anonymous";
  return new Promise((resolve, reject) => {
    link.addEventListener("load", () => resolve(), { once: true });
    link.addEventListener(
      "error",
      () => {
        link.remove();
        reject(new Error(`${url} is unreachable or is not the file that the manifest names`));
      },
      { once: true },
    );
    link.href = url;
    document.head.append(link);
  });
}
