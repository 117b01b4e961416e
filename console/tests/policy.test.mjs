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
  const shape = (value) => (typeof value === "object" && !("other" in value) ? Object.entries(value).map(([key, inner]) => [key, shape(inner)]) : "text");
  for (const lang of ["fr", "en"]) assert.deepEqual(shape(policyWords[lang]), shape(policyWords.ar));
});

test("a dry run is told in sentences, and what goes against moderators' decisions is said", async () => {
  const { sentences } = await load("policy/report");
  const { Format } = await import(`data:text/javascript;base64,${Buffer.from((await build({ entryPoints: [fileURLToPath(new URL("../../widget/src/format.ts", import.meta.url))], bundle: true, format: "esm", write: false })).outputFiles[0].contents).toString("base64")}`);
  const figures = { judged: 120, hits: 20, newly_held: 14, newly_held_approved: 3, newly_refused: 0, newly_refused_approved: 0, newly_published: 2, newly_published_stopped: 1, precision: 0.5 };
  const told = (lang) => sentences(figures, { words: policyWords[lang], format: new Format(lang, "latn"), colon: ": " }).join(" ");
  assert.equal(told("en"), "120 comments looked at. 14 more would wait, 3 of which moderators had approved. 0 more would be refused. 2 more would be public, 1 of which moderators had stopped. 20 of them would be stopped in all. Moderators agree: 50 %");
  assert.ok(told("ar").startsWith("فُحص 120 تعليقاً. سينتظر 14 تعليقاً آخر، قبل المشرفون 3 منها. لن يُرفض تعليق آخر. سيُنشر تعليقان آخران، منع المشرفون نشر واحد منها."));
  assert.ok(told("fr").includes("14 commentaires de plus attendraient, dont 3 que la modération avait approuvés."));
});
