import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { load } from "./load.mjs";

const { canonicalUrl, pageId } = await load("page.ts");
const vectors = JSON.parse(readFileSync(new URL("../../tests/vectors/pages.json", import.meta.url), "utf8"));

for (const { name, url, canonical, page } of vectors.pages) {
  test(`page identity: ${name}`, async () => {
    assert.equal(canonicalUrl(url), canonical);
    assert.equal(await pageId(canonical), page);
  });
}

for (const { name, url } of vectors.refused) {
  test(`no page: ${name}`, () => assert.throws(() => canonicalUrl(url)));
}
