import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { load } from "./load.mjs";

const { lines } = await load("lines.ts");
const { texts } = JSON.parse(readFileSync(new URL("../../tests/vectors/lines.json", import.meta.url), "utf8"));

for (const { text, lines: wanted } of texts) {
  test(`lines of ${JSON.stringify(text)}`, () => {
    const found = lines(text).map(({ dir, parts }) => ({
      dir,
      parts: parts.map((part) => (part.link ? [part.text] : part.text)),
    }));
    assert.deepEqual(found, wanted);
  });
}
