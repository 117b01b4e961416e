import { build } from "esbuild";
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const entryPoints = [fileURLToPath(new URL("../src/oidc.ts", import.meta.url))];
const { outputFiles } = await build({ entryPoints, bundle: true, format: "esm", write: false });
const { SignIn } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** An issuer whose clock is a day behind this machine's, and who gives a refresh token at sign-in only, as Cognito does. */
function issuer() {
  const asked = [];
  globalThis.fetch = async (url, { body }) => {
    if (url.endsWith("openid-configuration")) return Response.json({ token_endpoint: "https://issuer.example/token" });
    const grant = body.get("grant_type");
    asked.push(grant === "refresh_token" ? body.get("refresh_token") : grant);
    const iat = Math.floor((Date.now() - DAY) / 1000);
    const claims = Buffer.from(JSON.stringify({ iat, exp: iat + 3600 })).toString("base64url");
    return Response.json({ access_token: `h.${claims}.${asked.length}`, ...(grant !== "refresh_token" && { refresh_token: "r" }) });
  };
  return asked;
}

async function signedIn() {
  globalThis.location = { search: "?code=c&state=s", origin: "https://console.example", pathname: "/moderate" };
  globalThis.history = { replaceState: () => undefined };
  globalThis.localStorage = { setItem: () => undefined, removeItem: () => undefined };
  globalThis.sessionStorage = { getItem: () => '{"state":"s","verifier":"v"}', removeItem: () => undefined };
  const signIn = new SignIn({ issuer: "https://issuer.example", client_id: "c", api: "/", site: "demo" });
  assert.equal(await signIn.finish(), true);
  return signIn;
}

test("a token runs out an hour after it came, whatever the machine's clock says", async (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: 20 * DAY });
  issuer();
  const signIn = await signedIn();
  assert.equal(signIn.over(), false);
  assert.equal(signIn.over(HOUR), true);
  context.mock.timers.setTime(20 * DAY + HOUR);
  assert.equal(signIn.over(), true);
});

test("the one refresh token serves every hour, and one renewal serves all who wait for it", async (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: 20 * DAY });
  const asked = issuer();
  const signIn = await signedIn();
  for (const hour of [1, 2]) {
    context.mock.timers.setTime(20 * DAY + hour * HOUR);
    assert.deepEqual(await Promise.all([signIn.refresh(), signIn.refresh()]), [true, true]);
    assert.equal(signIn.over(), false);
  }
  assert.deepEqual(asked, ["authorization_code", "r", "r"]);
});

test("a token that is refused in its time is renewed once, so that nobody asks in a circle", async () => {
  const asked = issuer();
  const signIn = await signedIn();
  assert.equal(await signIn.refresh(), true);
  assert.equal(await signIn.refresh(), false);
  assert.deepEqual(asked, ["authorization_code", "r"]);
});

test("who has left has no token that lasts", async () => {
  issuer();
  const signIn = await signedIn();
  void signIn.leave();
  assert.equal(signIn.over(), true);
  assert.equal(await signIn.refresh(), false);
});

test("who leaves while a token is being renewed stays out", async () => {
  issuer();
  const signIn = await signedIn();
  const answer = globalThis.fetch;
  let arrives;
  const late = new Promise((done) => (arrives = done));
  globalThis.fetch = async (url, request) => {
    await late;
    return answer(url, request);
  };
  const renewed = signIn.refresh();
  void signIn.leave();
  arrives();
  assert.equal(await renewed, false);
  assert.equal(signIn.token, null);
});

test("a sign-in that the issuer ends with an error says which, and asks for no token", async () => {
  const asked = issuer();
  globalThis.location = { search: "?error=access_denied&state=s", origin: "https://console.example", pathname: "/moderate" };
  globalThis.history = { replaceState: () => undefined };
  globalThis.localStorage = { setItem: () => undefined, removeItem: () => undefined };
  globalThis.sessionStorage = { getItem: () => '{"state":"s","verifier":"v"}', removeItem: () => undefined };
  const signIn = new SignIn({ issuer: "https://issuer.example", client_id: "c", api: "/", site: "demo" });
  await assert.rejects(signIn.finish(), { message: "access_denied" });
  assert.deepEqual(asked, []);
});

test("an error with another state than the one that was sent is nobody's answer", async () => {
  issuer();
  globalThis.location = { search: "?error=access_denied&state=other", origin: "https://console.example", pathname: "/moderate" };
  const signIn = new SignIn({ issuer: "https://issuer.example", client_id: "c", api: "/", site: "demo" });
  assert.equal(await signIn.finish(), false);
});

/** A page that was left before: what is kept in its tab and on its machine, and where it goes. */
function standing({ tab = {}, machine = {}, search = "", endpoints = {} }) {
  const went = [];
  const storage = (kept) => ({ getItem: (key) => kept[key] ?? null, setItem: (key, value) => (kept[key] = value), removeItem: (key) => delete kept[key] });
  globalThis.location = { search, origin: "https://console.example", pathname: "/", assign: (to) => went.push(new URL(to)) };
  globalThis.history = { replaceState: () => undefined };
  globalThis.sessionStorage = storage(tab);
  globalThis.localStorage = storage(machine);
  globalThis.fetch = async () => Response.json({ authorization_endpoint: "https://issuer.example/authorize", token_endpoint: "https://issuer.example/token", ...endpoints });
  return { went, signIn: new SignIn({ issuer: "https://issuer.example", client_id: "c", api: "/", site: "demo" }) };
}

const JOURNEY = "ghirbal-console:journey";
const KNOWN = { "ghirbal-console:known": "1" };

test("whoever has signed in here before is asked for at the issuer, who may ask nothing", async () => {
  const tab = {};
  const { went, signIn } = standing({ tab, machine: { ...KNOWN } });
  assert.equal(await signIn.finish(), null);
  assert.equal(went[0].searchParams.get("prompt"), "none");
  assert.equal(went[0].searchParams.get("redirect_uri"), "https://console.example/");
  assert.ok(JSON.parse(tab[JOURNEY]).verifier);
});

test("a stranger goes nowhere unasked", async () => {
  const { went, signIn } = standing({});
  assert.equal(await signIn.finish(), false);
  assert.deepEqual(went, []);
});

test("an issuer that knows nobody leads to the sign-in, once and without a word", async () => {
  const machine = { ...KNOWN };
  const tab = { [JOURNEY]: '{"state":"s","verifier":"v","silent":true}' };
  const { went, signIn } = standing({ tab, machine, search: "?error=login_required&state=s" });
  assert.equal(await signIn.finish(), false);
  assert.deepEqual([went, machine], [[], {}]);
});

test("whoever turns back from the issuer's page is not sent there again", async () => {
  const { went, signIn } = standing({ tab: { [JOURNEY]: '{"state":"s","verifier":"v","silent":true}' }, machine: { ...KNOWN } });
  assert.equal(await signIn.finish(), false);
  assert.deepEqual(went, []);
});

test("signing out ends the issuer's session where it says how, and is remembered here", async () => {
  const machine = { ...KNOWN };
  const { went, signIn } = standing({ machine, endpoints: { end_session_endpoint: "https://issuer.example/logout?x=1" } });
  assert.equal(await signIn.leave(), true);
  assert.deepEqual(machine, {});
  assert.equal(went[0].href, "https://issuer.example/logout?x=1&client_id=c&post_logout_redirect_uri=https%3A%2F%2Fconsole.example%2F&logout_uri=https%3A%2F%2Fconsole.example%2F");
  const other = standing({ machine: { ...KNOWN } });
  assert.equal(await other.signIn.leave(), false);
  assert.deepEqual(other.went, []);
});
