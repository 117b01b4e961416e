import { build } from "esbuild";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";

const entryPoints = [fileURLToPath(new URL("../src/api.ts", import.meta.url))];
const { outputFiles } = await build({ entryPoints, bundle: true, format: "esm", write: false });
const { Api, MARGIN } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);

let sent;

/** A token that lasts `left` ms; a renewed one lasts an hour. */
function bearer(left, renewable = false) {
  return {
    token: "first",
    over: (within = 0) => within >= left,
    async refresh() {
      if (renewable) [this.token, left] = ["second", 3_600_000];
      return renewable;
    },
  };
}

/** What one call to an API that answers so comes to. */
function call(who, answer) {
  globalThis.fetch = async (_url, { headers }) => {
    sent.push(headers.Authorization);
    return answer();
  };
  return new Api("https://api.example", "demo", who, () => "en").page("p");
}

const open = () => new Response('{"open":true}');
const unreadable = () => Promise.reject(new TypeError("Failed to fetch"));

beforeEach(() => {
  sent = [];
  globalThis.document = { baseURI: "https://console.example/" };
});

test("a token that lasts goes out as it is", async () => {
  assert.deepEqual(await call(bearer(MARGIN + 1), open), { open: true });
  assert.deepEqual(sent, ["Bearer first"]);
});

test("a token near its end is renewed before the call", async () => {
  assert.deepEqual(await call(bearer(MARGIN, true), open), { open: true });
  assert.deepEqual(sent, ["Bearer second"]);
});

test("a token near its end that can't be renewed is a 401, and nothing is sent", async () => {
  await assert.rejects(call(bearer(MARGIN), open), { status: 401 });
  assert.deepEqual(sent, []);
});

test("no answer is a 401 when the token ran out meanwhile, and else a broken line", async () => {
  const who = bearer(MARGIN + 1);
  const sleep = () => {
    who.over = () => true;
    return unreadable();
  };
  await assert.rejects(call(who, sleep), { status: 401 });
  await assert.rejects(call(bearer(MARGIN + 1), unreadable), { status: 0 });
});

test("the server's own refusal keeps its status and words", async () => {
  const refuse = () => new Response('{"code":"forbidden"}', { status: 403 });
  await assert.rejects(call(bearer(MARGIN + 1), refuse), { status: 403, code: "forbidden" });
  await assert.rejects(call(bearer(MARGIN + 1), () => new Response("<html>")), { status: 0 });
});
