/**
 * Files that are loaded when they are needed, each held to the hash that the build wrote into the main file: whoever
 * checks that one by its `integrity` has checked them all.
 */
import { Problem } from "./api.ts";
import type { Context } from "./context.ts";
import { h } from "./dom.ts";

/** SHA-256 of the built files by name, in base64 without its "="; none where the sources run unbuilt. */
declare const HASHES: Readonly<Record<string, string>> | undefined;

export type Lazy = <T>(name: string, load: () => Promise<T>) => Promise<T>;

/** Files that are there or on their way, by name. */
const files: Record<string, Promise<unknown> | undefined> = {};

/**
 * What `load` imports from `<name>.js` beside this file, once. The browser imports the very bytes it has preloaded, and
 * it preloads none but those of the hash. Throws Problem when there are none (no answer, or another file); the next call
 * tries again.
 */
export async function lazy<T>(name: string, load: () => Promise<T>): Promise<T> {
  const file = (files[name] ??= preload(name).then(load));
  file.catch(() => (files[name] = undefined));
  return file as Promise<T>;
}

/** The file that whoever writes needs; its style is put on as well. */
export async function author({ sheets }: Pick<Context, "sheets">): Promise<typeof import("./author.ts")> {
  const file = await lazy("author", () => import("./author.ts"));
  if (!sheets.includes(file.sheet)) sheets.push(file.sheet);
  return file;
}

async function preload(name: string): Promise<void> {
  if (typeof HASHES !== "object") return;
  const href = new URL(`${name}.js`, import.meta.url).href;
  await new Promise((onload, reject) => {
    const onerror = (): void => reject(new Problem(0));
    document.head.append(
      h("link", { rel: "modulepreload", integrity: `sha256-${HASHES[name]}=`, href, onload, onerror }),
    );
  });
}
