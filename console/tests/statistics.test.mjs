/** The figures' own arithmetic: the height of a chart's axis, the months of the log, the same words in each language. */
import { build } from "esbuild";
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

async function load(name) {
  const entryPoints = [fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url))];
  const { outputFiles } = await build({ entryPoints, bundle: true, format: "esm", write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

const { ceiling } = await load("statistics/chart");
const { months } = await load("statistics/decision_log");
const { statisticsWords } = await load("statistics/statistics_words");

test("an axis holds its highest bar, and half of it is a whole number", () => {
  assert.deepEqual([0, 1, 2, 3, 4, 5, 10, 11, 40, 41, 99, 101].map(ceiling), [2, 2, 2, 4, 4, 10, 10, 20, 40, 100, 100, 200]);
});

test("the log offers the UTC months of two years, the current one first", () => {
  const offered = months(new Date("2026-01-31T23:30:00Z"));
  assert.deepEqual([offered.length, ...offered.slice(0, 3), offered.at(-1)], [24, "2026-01", "2025-12", "2025-11", "2024-02"]);
});

test("French and English say everything that the Arabic says", () => {
  const keys = (value, path = "") => (typeof value === "string" ? [path] : Object.keys(value).flatMap((key) => keys(value[key], `${path}.${key}`)));
  for (const lang of ["fr", "en"]) assert.deepEqual(keys(statisticsWords[lang]).sort(), keys(statisticsWords.ar).sort());
});

test("hours are those of the machine's clock", async () => {
  const { local } = await load("statistics/charts");
  const utc = Array.from({ length: 24 }, (_, hour) => hour);
  assert.equal(local(utc, -60)[0], 23); // Algiers: its midnight is 23:00 UTC
  assert.equal(local(utc, 300)[0], 5); // New York in winter
  assert.deepEqual(local(utc, 0), utc);
});

test("the waiting curve begins where it is counted, and every chart says in words what it shows", async () => {
  const { charts } = await load("statistics/charts");
  const figures = { posted: 3, published: 1, held: 2, refused: 0, decided: 1, decisions: { approved: 1, rejected: 0, spam: 0, deleted: 0, held: 0 } };
  const days = [null, 4, 2].map((waiting, index) => ({ day: `2026-11-0${index + 1}`, waiting, ...figures }));
  const telling = { words: statisticsWords.en, lang: "en", colon: ": ", number: String };
  const made = charts({ pending: 2, hours: Array(24).fill(0), days, moderators: [], total: figures }, telling, 0);
  assert.deepEqual(made.map(({ chart }) => [chart.days.length, chart.stacks.length]), [[3, 1], [24, 1], [2, 1], [3, 2], [3, 1]]);
  assert.ok(made[0].chart.summary.startsWith("Public at once: 3, Held: 6, Refused by the checks: 0."));
  assert.ok(made[2].chart.summary.startsWith("Waiting now: 2."));
});
