import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { load } from "./load.mjs";

const { blank, characters, length, narrowest, pieces, stored } = await load("text.ts");
const vectors = JSON.parse(readFileSync(new URL("../../tests/vectors/length.json", import.meta.url), "utf8"));
const trims = JSON.parse(readFileSync(new URL("../../tests/vectors/trim.json", import.meta.url), "utf8"));

for (const { text, count, why } of vectors) {
  test(`length: ${why}`, () => assert.equal(characters(text), count));
}

test("the counter counts what will be stored", () => assert.equal(length("  e\u0301\r\n"), 1));

test("line ends become LF and the space around goes, as the server stores it", () => {
  assert.equal(stored(" a\r\nb\rc \n"), "a\nb\nc");
});

for (const { text, stored: kept, why } of trims) {
  test(`trim: ${why}`, () => assert.equal(stored(text), kept));
}

test("spans cut by code points, not by UTF-16 units", () => {
  assert.deepEqual(pieces("👩‍👧 كلمة سيئة", [{ start: 4, end: 8 }]), [
    { text: "👩‍👧 ", marked: false },
    { text: "كلمة", marked: true },
    { text: " سيئة", marked: false },
  ]);
});

test("overlapping and overlong spans melt into one", () => {
  const spans = [
    { start: 1, end: 3 },
    { start: 2, end: 99 },
  ];
  assert.deepEqual(pieces("abcd", spans), [
    { text: "a", marked: false },
    { text: "bcd", marked: true },
  ]);
});

test("no span leaves the text whole", () => assert.deepEqual(pieces("ab", []), [{ text: "ab", marked: false }]));

test("a word found inside a found sentence stands for both", () => {
  const [sentence, word, other] = [
    { start: 0, end: 20 },
    { start: 3, end: 7 },
    { start: 30, end: 34 },
  ];
  assert.deepEqual(narrowest([sentence, word, other, { ...word }]), [word, other, word]);
});

const sights = JSON.parse(readFileSync(new URL("../../tests/vectors/blank.json", import.meta.url), "utf8"));
for (const text of sights.blank) test(`blank: ${JSON.stringify(text)}`, () => assert.ok(blank(text)));
for (const text of sights.seen) test(`to be seen: ${JSON.stringify(text)}`, () => assert.ok(!blank(text)));
