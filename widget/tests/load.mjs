/** Bundles one TypeScript module and imports it, so that node tests what the browser gets. */
import { build } from "esbuild";
import { fileURLToPath } from "node:url";

export async function load(module) {
  const entry = fileURLToPath(new URL(`../src/${module}`, import.meta.url));
  const options = { entryPoints: [entry], bundle: true, format: "esm", write: false, logLevel: "error" };
  const { outputFiles } = await build(options);
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}
