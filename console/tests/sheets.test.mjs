/** The words of the sheets that are loaded on demand: the same in every language, and Arabic with all its plurals. */
import { build } from "esbuild";
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

async function load(path) {
  const entryPoints = [fileURLToPath(new URL(path, import.meta.url))];
  const { outputFiles } = await build({ entryPoints, bundle: true, format: "esm", write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

/** Plurals have the forms that each language needs. */
const shape = (value) => (typeof value === "object" && !("other" in value && "one" in value) ? Object.entries(value).map(([key, inner]) => [key, shape(inner)]) : "text");
const texts = (value) => (typeof value === "object" ? Object.values(value).flatMap(texts) : [value]);

for (const name of ["policy", "statistics", "team", "service", "bans"]) {
  const words = (await load(`../src/${name}/${name}_words.ts`))[`${name}Words`];
  test(`${name}: every language says everything, and nothing is empty`, () => {
    for (const lang of ["fr", "en"]) assert.deepEqual(shape(words[lang]), shape(words.ar));
    for (const lang of ["ar", "fr", "en"]) assert.ok(!texts(words[lang]).includes(""));
  });
  test(`${name}: French keeps its high punctuation and quotes on the line, and has no straight apostrophe`, () => {
    for (const text of texts(words.fr)) assert.doesNotMatch(text, /[^\u00a0\u202f][;:!?»](\s|$)|«[^\u00a0\u202f]|'/u, text);
  });
}

test("Arabic plurals have all six forms", async () => {
  const { words } = await load("../src/words/ar.ts");
  const plurals = Object.values(words).filter((value) => typeof value === "object" && "other" in value && "one" in value);
  assert.ok(plurals.length >= 4);
  for (const plural of plurals) assert.deepEqual(Object.keys(plural), ["zero", "one", "two", "few", "many", "other"]);
});
