/** The three languages say the same things: same keys, and a word for every reason the API may give. */
import { build } from "esbuild";
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

async function load(path) {
  const entryPoints = [fileURLToPath(new URL(path, import.meta.url))];
  const { outputFiles } = await build({ entryPoints, bundle: true, format: "esm", write: false });
  const { words } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
  return words;
}

const keys = (value, path = "") =>
  typeof value === "object" && !Array.isArray(value) ? Object.keys(value).flatMap((key) => keys(value[key], `${path}.${key}`)) : [path];
const plurals = new Set(["zero", "one", "two", "few", "many", "other"]);
const shape = (words) => keys(words).filter((key) => !plurals.has(key.split(".").at(-1)) || !key.slice(1).includes(".")).sort();

for (const folder of ["../src/words", "../../widget/src/words"]) {
  const [ar, fr, en] = await Promise.all(["ar", "fr", "en"].map((lang) => load(`${folder}/${lang}.ts`)));
  test(`${folder}: French has every word of the Arabic`, () => assert.deepEqual(shape(fr), shape(ar)));
  test(`${folder}: English has every word of the Arabic`, () => assert.deepEqual(shape(en), shape(ar)));
  test(`${folder}: no word is empty`, () => {
    for (const words of [ar, fr, en]) assert.ok(!Object.values(words).includes(""));
  });
}

test("every hold reason of the shipped policy has a word", async () => {
  const { readFileSync } = await import("node:fs");
  const file = new URL("../../shared/ghirbal/moderation/data/policy.json", import.meta.url);
  const { groups } = JSON.parse(readFileSync(file, "utf8"));
  const { holds } = await load("../src/words/ar.ts");
  for (const { reason } of Object.values(groups)) if (reason) assert.ok(holds[reason], reason);
});
