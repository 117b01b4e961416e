/**
 * Builds dist/: the widget with its CSS and Arabic in one file, French and English beside it, and what the site's
 * developer needs to embed it (SRI hash, CSP line). Fails when the main file outgrows its budget.
 */
import { build, transform } from "esbuild";
import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { minify } from "terser";

/** Gzipped bytes: 12 KB with CSS and Arabic, 1 KB for the counters. */
const BUDGETS = { ghirbal: 12 * 1024, count: 1024 };
const TARGET = ["chrome119", "firefox119", "safari17"];
/** Files beside the main one, each loaded when it is needed. */
const LAZY = {
  fr: "src/words/fr.ts",
  en: "src/words/en.ts",
  author: "src/author.ts",
  actions: "src/actions.ts",
  proof: "src/proof.ts",
};
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
const lazy = {
  name: "lazy",
  setup: ({ onResolve }) =>
    onResolve({ filter: new RegExp(`/(${Object.keys(LAZY).join("|")})\\.ts$`) }, ({ path, kind }) =>
      kind === "dynamic-import" ? { path: path.replace(/^.*\/(\w+)\.ts$/, "./$1.js"), external: true } : undefined,
    ),
};

const digest = (algorithm, bytes) => createHash(algorithm).update(bytes).digest("base64");

await rm(here("dist"), { recursive: true, force: true });
const common = {
  bundle: true,
  format: "esm",
  minify: true,
  target: TARGET,
  charset: "utf8",
  legalComments: "none",
  outdir: here("dist"),
};
await build({
  ...common,
  plugins: [css, lazy],
  entryPoints: Object.fromEntries(Object.entries(LAZY).map(([name, file]) => [name, here(file)])),
});

/** The main file holds the others' hashes, so they are made first (`src/lazy.ts`). */
const hashed = async (name) => [name, digest("sha256", await readFile(here(`dist/${name}.js`))).slice(0, -1)];
const define = { HASHES: JSON.stringify(Object.fromEntries(await Promise.all(Object.keys(LAZY).map(hashed)))) };
await build({
  ...common,
  define,
  entryPoints: { ghirbal: here("src/index.ts"), count: here("src/count.ts") },
  plugins: [css, lazy],
});

/** Terser's second look takes another 300 bytes (2.5 %) off what is sent. */
async function squeeze(file) {
  const { code } = await minify(await readFile(file, "utf8"), {
    module: true,
    ecma: 2022,
    compress: { passes: 4, unsafe_arrows: true, keep_fargs: false },
    format: { comments: false },
  });
  await writeFile(file, code);
  return Buffer.from(code);
}

const notes = {};
for (const [name, budget] of Object.entries(BUDGETS)) {
  const script = await squeeze(here(`dist/${name}.js`));
  const integrity = `sha384-${digest("sha384", script)}`;
  const gzipped = gzipSync(script, { level: 9 }).length;
  notes[`${name}.js`] = { integrity, bytes: script.length };
  console.log(`dist/${name}.js  ${script.length} bytes, ${gzipped} gzipped of ${budget}`);
  console.log(`integrity="${integrity}"`);
  if (gzipped > budget) throw new Error(`dist/${name}.js is ${gzipped} bytes gzipped, the budget is ${budget}`);
}
await writeFile(here("dist/integrity.json"), `${JSON.stringify(notes, null, 2)}\n`);
console.log("Content-Security-Policy: script-src <widget's origin>; connect-src <api's origin>");
