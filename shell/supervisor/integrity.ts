function linkTo(url: string, integrity: string): Promise<void> {
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

/** What is in the page already. */
const admitted = new Set<string>();

/**
 * Puts one file of a remote in the page, refusing it when its digest is not `integrity`. A script is only fetched and
 * checked: a later `import()` of the same address gets this very copy from the browser's module map.
 * A refused file is asked for once more past the caches, which keep a spoilt copy for as long as a good one.
 */
export async function admitFile(url: string, integrity: string): Promise<void> {
  if (!/^sha(256|384|512)-/.test(integrity)) throw new Error(`${url} has no integrity value`);
  const file = `${url} ${integrity}`;
  if (admitted.has(file)) return;
  await fetchChecked(url, integrity);
  admitted.add(file);
}

async function fetchChecked(url: string, integrity: string): Promise<void> {
  try {
    await linkTo(url, integrity);
  } catch (error) {
    const fresh = await fetch(url, { cache: "reload", integrity }).catch(() => null);
    if (!fresh?.ok) throw error;
    await fresh.arrayBuffer();
    await linkTo(url, integrity);
  }
}
