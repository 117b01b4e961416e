/** The page's own files that are loaded when they are asked for. */

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
