import { build } from "esbuild";
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const entryPoints = [fileURLToPath(new URL("../src/queue/marks.ts", import.meta.url))];
const { outputFiles } = await build({ entryPoints, bundle: true, format: "esm", write: false });
const { hasPlace, isWord, layers } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);

test("a word inside a sense splits it in three", () => {
  assert.deepEqual(layers("abcdefgh", [{ start: 1, end: 7 }], [{ start: 3, end: 5 }]), [
    { text: "a", level: "" },
    { text: "bc", level: "sense" },
    { text: "de", level: "word" },
    { text: "fg", level: "sense" },
    { text: "h", level: "" },
  ]);
});

test("places are code points", () => {
  assert.deepEqual(layers("👩 ab", [], [{ start: 2, end: 3 }]).map(({ text }) => text), ["👩 ", "a", "b"]);
});

test("a symbol without score or place is no mark", () => {
  const sign = { name: "X", score: 1, start: 0, end: 1, matched: "a" };
  assert.ok(hasPlace(sign));
  assert.ok(!hasPlace({ ...sign, score: 0 }));
  assert.ok(!hasPlace({ ...sign, start: null, end: null }));
});

test("the model's sentence is a sense, a listed word is a word", () => {
  assert.ok(!isWord({ name: "ABUSE_MODEL_HOLD" }));
  assert.ok(isWord({ name: "LEX_INSULT_PLAIN" }));
});
