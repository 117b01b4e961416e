/** Where the console's sources live: a folder a sheet, no circle of imports, and sheets that know nothing of one another. */
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = new URL("../src/", import.meta.url);
const SHARED = ["ui", "words"];
/** What one sheet may ask of another: the queue opens the form that bans. */
const ALLOWED = ["queue/reader_acts.ts -> bans/bans_page.ts"];

const files = (await readdir(fileURLToPath(root), { recursive: true })).filter((path) => path.endsWith(".ts"));

async function imports(file) {
  const text = await readFile(new URL(file, root), "utf8");
  const found = [...text.matchAll(/(?:from |import\()"(\.[^"]*\.ts)"/g)].map(([, path]) => new URL(path, new URL(file, root)).href);
  return found.filter((href) => href.startsWith(root.href)).map((href) => href.slice(root.href.length));
}

const graph = new Map(await Promise.all(files.map(async (file) => [file, await imports(file)])));

function circle(from, path = []) {
  if (path.includes(from)) return [...path.slice(path.indexOf(from)), from];
  for (const next of graph.get(from) ?? []) {
    const found = circle(next, [...path, from]);
    if (found) return found;
  }
  return null;
}

test("no file imports itself by way of others, be it for a type", () => {
  for (const file of graph.keys()) assert.equal(circle(file), null);
});

test("sheets import what is shared, and no other sheet", () => {
  const folder = (file) => (file.includes("/") ? file.split("/")[0] : "");
  const arrows = [...graph].flatMap(([file, targets]) => targets.map((target) => [file, target]));
  const across = arrows.filter(([file, target]) => folder(file) && folder(target) && folder(file) !== folder(target) && !SHARED.includes(folder(target)));
  assert.deepEqual(across.map((arrow) => arrow.join(" -> ")), ALLOWED);
});
