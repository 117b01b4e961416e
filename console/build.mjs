/** Builds dist/: the page, its style sheet, the script, and French and English as files of their own. */
import { build, transform } from "esbuild";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

/** 60 KB gzipped for all of it. */
const BUDGET = 60 * 1024;
/** Loaded when they are opened: each the file `<sheet>_page.ts` of a folder of its own. */
const SHEETS = ["bans", "policy", "service", "statistics", "team"];
const TARGET = ["chrome119", "firefox119", "safari17"];
const here = (path) => new URL(path, import.meta.url).pathname;

/** `import("./words/fr.ts")` stays an import of the built file next to the script; the sheets' addresses are made at run time. */
const languages = {
  name: "languages",
  setup: ({ onResolve }) =>
    onResolve({ filter: /words\/(fr|en)\.ts$/ }, ({ path, kind }) =>
      kind === "dynamic-import" ? { path: path.replace(/^.*?(\w+)\.ts$/, "./$1.js"), external: true } : undefined,
    ),
};

await rm(here("dist"), { recursive: true, force: true });
await mkdir(here("dist"));
const sheets = Object.fromEntries(SHEETS.map((sheet) => [sheet, here(`src/${sheet}/${sheet}_page.ts`)]));
const common = { bundle: true, format: "esm", minify: true, target: TARGET, charset: "utf8", legalComments: "none", outdir: here("dist") };
await build({ ...common, entryPoints: { console: here("src/main.ts") }, plugins: [languages] });
await build({ ...common, entryPoints: { fr: here("src/words/fr.ts"), en: here("src/words/en.ts"), ...sheets } });
const { code } = await transform(await readFile(here("src/console.css"), "utf8"), { loader: "css", minify: true, target: TARGET });
await writeFile(here("dist/console.css"), code);
await Promise.all(["index.html", "icon.svg"].map((file) => cp(here(`src/${file}`), here(`dist/${file}`))));

const files = ["index.html", "console.js", "console.css", "fr.js", "en.js", ...SHEETS.map((sheet) => `${sheet}.js`), "icon.svg"];
const sizes = await Promise.all(files.map(async (file) => gzipSync(await readFile(here(`dist/${file}`)), { level: 9 }).length));
const total = sizes.reduce((sum, size) => sum + size, 0);
files.forEach((file, index) => console.log(`console/dist/${file}  ${sizes[index]} gzipped`));
console.log(`console  ${total} gzipped of ${BUDGET}`);
if (total > BUDGET) throw new Error(`console/dist is ${total} bytes gzipped, the budget is ${BUDGET}`);
