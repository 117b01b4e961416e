import { build } from "esbuild";
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

async function load(name) {
  const entryPoints = [fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url))];
  const { outputFiles } = await build({ entryPoints, bundle: true, format: "esm", write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

const { entries, fieldsOf, parsed, withFields } = await load("policy/document");
const { policyWords } = await load("policy/policy_words");

test("fields change what they show and nothing else", () => {
  const document = { profile: "strict", thresholds: { hold: 4 }, symbols: { LINK: { score: 3 } }, words: { hold: ["a", "b c"] } };
  assert.deepEqual(withFields(document, fieldsOf(document)), document);
  const fields = { ...fieldsOf(document), profile: "", hold: "", words: { hold: "", reject: "x*", allow: "" } };
  assert.deepEqual(withFields(document, fields), { symbols: { LINK: { score: 3 } }, words: { reject: ["x*"] } });
});

test("lines are entries, each once and without blanks", () => {
  assert.deepEqual(entries("  بطيخ* \n\n بطيخ*\nعرض خاص"), ["بطيخ*", "عرض خاص"]);
});

test("what is no JSON object is no document", () => {
  for (const text of ["", "[]", "1", "null", "{"]) assert.equal(parsed(text), null);
  assert.deepEqual(parsed("{}"), {});
});

test("a document of another shape shows empty fields and is not damaged by reading", () => {
  const odd = { thresholds: "none", words: ["x"] };
  assert.deepEqual(fieldsOf(odd), { profile: "", hold: "", reject: "", words: { hold: "", reject: "", allow: "" } });
});

test("every language says everything", () => {
  const shape = (value) => (typeof value === "object" ? Object.entries(value).map(([key, inner]) => [key, shape(inner)]) : "text");
  for (const lang of ["fr", "en"]) assert.deepEqual(shape(policyWords[lang]), shape(policyWords.ar));
});
