/** The page's own files that are loaded when they are asked for, and files that it gives. */
import { h } from "../../../widget/src/dom.ts";

/** ms the browser has to begin the download before the file is let go. */
const KEPT = 60_000;

let failures = 0;

/** A file by its name. After a failure it has another address: some browsers remember that the first could not be had. */
export async function file<T>(name: string): Promise<T> {
  const address = `./${name}.js${failures ? `?${failures}` : ""}`; // a name, or the bundler would look for it
  try {
    return await import(address);
  } catch (problem) {
    failures += 1;
    throw problem;
  }
}

/** Hands a file to the browser's downloads. */
export function save(file: Blob, name: string): void {
  const href = URL.createObjectURL(file);
  h("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), KEPT);
}
