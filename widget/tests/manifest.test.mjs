/** The manifest for editors and catalogues says what the sources do. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const read = (path) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const manifest = JSON.parse(read("custom-elements.json"));
const [comments, count] = manifest.modules.map(({ declarations }) => declarations[0]);
const names = (list) => list.map(({ name }) => name).sort();
const found = (text, pattern) => [...new Set([...text.matchAll(pattern)].map(([, name]) => name))].sort();
const sources = readdirSync(new URL("../src", import.meta.url)).filter((name) => name.endsWith(".ts"));
const everything = sources.map((name) => read(`src/${name}`)).join("\n");

test("attributes are those that the element reads or styles", () => {
  const element = read("src/element.ts");
  const used = found(element, /[gs]etAttribute\("([a-z-]+)"|hasAttribute\("([a-z-]+)"/g).filter(Boolean);
  const asked = found(element, /hasAttribute\("([a-z-]+)"/g);
  assert.deepEqual(names(comments.attributes), [...new Set([...used, ...asked])].sort());
});

test("counters' attributes are those that the script reads", () => {
  const script = read("src/count.ts");
  const used = [...found(script, /read\("([a-z-]+)"/g), ...found(script, /matches\("\[([a-z-]+)=/g)];
  assert.deepEqual(names(count.attributes), used.sort());
});

test("events are those that are emitted", () => {
  const emitted = found(everything, /emit\([^)"]*"([a-z]+)"/g).concat(
    found(everything, /\? "(held)" : "posted"/g),
    "posted",
  );
  assert.deepEqual(
    names(comments.events),
    [...new Set(emitted)].sort().map((name) => `ghirbal:${name}`),
  );
});

test("custom properties are those of the style sheet", () => {
  assert.deepEqual(names(comments.cssProperties), found(read("src/style.css"), /var\((--ghirbal-[a-z-]+)/g));
});

test("the package's files are there", () => {
  const { files, exports, customElements } = JSON.parse(read("package.json"));
  for (const path of [...Object.values(exports), `./${customElements}`]) read(path.slice(2));
  assert.ok(files.includes("dist") && files.includes("custom-elements.json"));
});
