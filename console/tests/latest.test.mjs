import { build } from "esbuild";
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const entryPoints = [fileURLToPath(new URL("../src/ui/latest.ts", import.meta.url))];
const { outputFiles } = await build({ entryPoints, bundle: true, format: "esm", write: false });
const { Latest } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);

/** A question that is answered, or fails, when the test wants it to. */
function question() {
  const asked = {};
  asked.answer = new Promise((resolve, reject) => Object.assign(asked, { resolve, reject }));
  return asked;
}

test("an answer to an earlier question is nobody's, whenever it comes", async () => {
  const latest = new Latest();
  const [first, second] = [question(), question()];
  const answers = [latest.of(() => first.answer), latest.of(() => second.answer)];
  second.resolve("second");
  first.resolve("first");
  assert.deepEqual(await Promise.all(answers), [null, "second"]);
});

test("what goes wrong with an earlier question is nobody's, with the last one everybody's", async () => {
  const latest = new Latest();
  const [first, second] = [question(), question()];
  const answers = [latest.of(() => first.answer), latest.of(() => second.answer)];
  first.reject(new Error("first"));
  assert.equal(await answers[0], null);
  second.reject(new Error("second"));
  await assert.rejects(answers[1], /second/);
});

test("a question that was forgotten has no answer", async () => {
  const latest = new Latest();
  const answer = latest.of(async () => "late");
  latest.forget();
  assert.equal(await answer, null);
});
