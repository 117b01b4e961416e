import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { load } from "./load.mjs";

const { canonicalUrl, pageId } = await load("page.ts");
const vectors = JSON.parse(readFileSync(new URL("../../tests/vectors/pages.json", import.meta.url), "utf8"));

for (const { name, url, canonical, page } of vectors.pages) {
  test(`page identity: ${name}`, async () => {
    assert.equal(canonicalUrl(url), canonical);
    assert.equal(canonicalUrl(canonical), canonical);
    assert.equal(await pageId(canonical), page);
  });
}

for (const { name, url } of vectors.refused) {
  test(`no page: ${name}`, () => assert.throws(() => canonicalUrl(url)));
}

/** Every text of exactly `length` pieces, in their order. */
const texts = (pieces, length) =>
  length ? pieces.flatMap((piece) => texts(pieces, length - 1).map((rest) => piece + rest)) : [""];

function spelling(address) {
  try {
    return canonicalUrl(address);
  } catch {
    return "refused";
  }
}

for (const { name, beginning, pieces, most, digest } of vectors.sweeps) {
  const lengths = Array.from({ length: most }, (_, index) => index + 1);
  const spellings = lengths.flatMap((length) => texts(pieces, length)).map((text) => spelling(beginning + text));

  test(`spelled as the service spells them: all ${name}`, () =>
    assert.equal(createHash("sha256").update(spellings.join("\n")).digest("hex"), digest));

  test(`a canonical address stays as it is: all ${name}`, () =>
    assert.deepEqual(
      spellings.filter((each) => each !== "refused" && spelling(each) !== each),
      [],
    ));
}
