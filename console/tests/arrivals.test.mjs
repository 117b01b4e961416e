/** The line of new arrivals, on a clock of the test's own and without a browser: what it counts, and when it asks. */
import { build } from "esbuild";
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { fileURLToPath } from "node:url";

const entryPoints = [fileURLToPath(new URL("../src/queue/arrivals.ts", import.meta.url))];
const { outputFiles } = await build({ entryPoints, bundle: true, format: "esm", write: false });
const { Arrivals } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);

const real = { setTimeout, clearTimeout, now: Date.now };
const settled = () => new Promise((done) => real.setTimeout(done, 0));

/** An element as far as the line needs one. */
class Element {
  children = [];
  setAttribute() {}
  addEventListener() {}
  append(...children) {
    this.children.push(...children);
  }
  replaceChildren(...children) {
    this.children = children;
  }
  get text() {
    return this.children.map((child) => child.text ?? child).join("");
  }
}

/** A line over a service whose answer the test sets, and the waits that it asked for. */
function line() {
  const made = { waits: [], marks: [], answer: { pending: 0, mark: "a" }, now: 0, timer: null };
  const listeners = new Set();
  globalThis.setTimeout = (act, ms) => (made.waits.push(ms), (made.timer = act));
  globalThis.clearTimeout = () => (made.timer = null);
  Date.now = () => made.now;
  globalThis.document = {
    hidden: false,
    createElement: () => new Element(),
    addEventListener: (_, listener) => listeners.add(listener),
    removeEventListener: (_, listener) => listeners.delete(listener),
  };
  const changes = async (mark) => {
    made.marks.push(mark);
    if (made.answer instanceof Error) throw made.answer;
    return made.answer;
  };
  const tools = { api: { changes }, words: { fresh: {} }, format: { plural: (_, count) => String(count) } };
  made.arrivals = new Arrivals(tools, () => undefined);
  made.look = async () => {
    made.now += made.waits.at(-1);
    made.timer();
    await settled();
    return made.arrivals.element.text;
  };
  made.sees = async (hidden) => {
    document.hidden = hidden;
    for (const listener of [...listeners]) listener();
    await settled();
  };
  return made;
}

afterEach(() => {
  Object.assign(globalThis, { setTimeout: real.setTimeout, clearTimeout: real.clearTimeout });
  Date.now = real.now;
});

const problem = (status) => Object.assign(new Error(), { status, detail: "" });

test("what came since is counted, and a line that was fetched anew says nothing", async () => {
  const made = line();
  made.arrivals.begin(3);
  made.answer = { pending: 5, mark: "b" };
  assert.equal(await made.look(), "2");
  made.arrivals.begin(5);
  assert.equal(made.arrivals.element.text, "");
});

test("what a colleague decides hides nothing that comes afterwards", async () => {
  const made = line();
  made.arrivals.begin(5);
  made.answer = { pending: 3, mark: "b" };
  assert.equal(await made.look(), "");
  made.answer = { pending: 4, mark: "c" };
  assert.equal(await made.look(), "1");
});

test("an own decision that the service has not counted yet is no arrival", async () => {
  const made = line();
  made.arrivals.begin(3);
  made.now += 19_000;
  made.arrivals.tally(-1);
  made.now -= 19_000;
  made.answer = { pending: 3, mark: "a" };
  assert.equal(await made.look(), "");
  made.answer = { pending: 2, mark: "b" };
  assert.equal(await made.look(), "");
});

test("an own decision that is counted takes nothing from what came", async () => {
  const made = line();
  made.arrivals.begin(3);
  made.arrivals.tally(-1);
  made.answer = { pending: 3, mark: "b" };
  assert.equal(await made.look(), "1");
});

test("the mark that is known is sent, and 304 leaves the line as it is", async () => {
  const made = line();
  made.arrivals.begin(1);
  made.answer = { pending: 2, mark: "b" };
  assert.equal(await made.look(), "1");
  made.answer = problem(304);
  assert.equal(await made.look(), "1");
  assert.deepEqual(made.marks, ["", "b"]);
  assert.deepEqual(made.waits, [20_000, 20_000, 20_000]);
});

test("each look that fails doubles the wait up to five minutes and a third, and one that goes well ends that", async () => {
  const made = line();
  made.arrivals.begin(1);
  made.answer = problem(0);
  for (let look = 0; look < 6; look++) await made.look();
  assert.deepEqual(made.waits, [20_000, 40_000, 80_000, 160_000, 320_000, 320_000, 320_000]);
  made.answer = { pending: 1, mark: "b" };
  await made.look();
  assert.equal(made.waits.at(-1), 20_000);
});

test("a page that nobody sees asks nothing, and at once when it is seen again", async () => {
  const made = line();
  made.arrivals.begin(1);
  await made.sees(true);
  assert.equal(made.timer, null);
  made.answer = { pending: 2, mark: "b" };
  await made.sees(false);
  assert.equal(made.arrivals.element.text, "1");
});

test("a line that rests asks nothing more, and an answer on its way is nobody's", async () => {
  const made = line();
  made.arrivals.begin(1);
  made.answer = { pending: 9, mark: "b" };
  made.timer();
  made.arrivals.rest();
  await settled();
  assert.equal(made.arrivals.element.text, "");
  assert.equal(made.timer, null);
});
