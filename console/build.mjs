/** Builds dist/: the page, its style sheet, the script, and French and English as files of their own. */
import { build, transform } from "esbuild";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

/** Bytes gzipped: of what the queue needs, in the longest language, and of a sheet that is loaded when it is opened. */
const FIRST = 30 * 1024;
const SHEET = 12 * 1024;
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

const size = async (file) => gzipSync(await readFile(here(`dist/${file}`)), { level: 9 }).length;
const sizes = async (files) => Object.fromEntries(await Promise.all(files.map(async (file) => [file, await size(file)])));
const first = await sizes(["index.html", "console.js", "console.css", "icon.svg", "fr.js", "en.js"]);
const opened = await sizes(SHEETS.map((sheet) => `${sheet}.js`));
Object.entries({ ...first, ...opened }).forEach(([file, bytes]) => console.log(`console/dist/${file}  ${bytes} gzipped`));
const together = Object.values(first).reduce((sum, bytes) => sum + bytes, 0) - Math.min(first["fr.js"], first["en.js"]);
console.log(`console  ${together} gzipped of ${FIRST} at first, each sheet at most ${SHEET}`);
if (together > FIRST) throw new Error(`the console's first load is ${together} bytes gzipped, the budget is ${FIRST}`);
const heavy = Object.entries(opened).find(([, bytes]) => bytes > SHEET);
if (heavy) throw new Error(`console/dist/${heavy[0]} is ${heavy[1]} bytes gzipped, a sheet's budget is ${SHEET}`);
