/**
 * Files that are loaded when they are needed, each held to the hash that the build wrote into the main file: whoever
 * checks that one by its `integrity` has checked them all.
 */
import { Problem } from "./api.ts";
import { h } from "./dom.ts";

/** SHA-256 of the built files by name, in base64 without its "="; none where the sources run unbuilt. */
declare const HASHES: Readonly<Record<string, string>> | undefined;

/**
 * What `load` imports from `<name>.js` beside this file. The browser imports the very bytes it has preloaded, and it
 * preloads none but those of the hash. Throws Problem when there are none: no answer, or another file.
 */
export async function lazy<T>(name: string, load: () => Promise<T>): Promise<T> {
  if (typeof HASHES === "object") await preload(new URL(`${name}.js`, import.meta.url).href, HASHES[name]!);
  return load();
}

function preload(href: string, hash: string): Promise<unknown> {
  return new Promise((onload, reject) => {
    const onerror = (): void => reject(new Problem(0));
    document.head.append(h("link", { rel: "modulepreload", integrity: `sha256-${hash}=`, href, onload, onerror }));
  });
}
