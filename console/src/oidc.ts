/** Signing in by the OpenID Connect code flow with PKCE. Tokens live in this object only, never in storage. */
import { MARGIN } from "./api.ts";

export interface Config {
  readonly issuer: string;
  readonly client_id: string;
  readonly api: string;
  readonly site: string;
  readonly scope?: string;
  readonly groups_claim?: string;
}

interface Endpoints {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly end_session_endpoint?: string;
}

interface Tokens {
  readonly access_token: string;
  readonly refresh_token?: string | undefined;
}

/** A pending sign-in survives the trip to the issuer; it holds no token. */
interface Journey {
  readonly state: string;
  readonly verifier: string;
  /** The issuer was to ask nothing: it knows who this is, or says that it doesn't. */
  readonly silent?: boolean;
}

const KEPT = "ghirbal-console:journey";
/** Somebody signed in on this machine and has not signed out. It says nothing of who: the issuer knows, or asks. */
const KNOWN = "ghirbal-console:known";
const CHANNEL = "ghirbal-console";
const POPUP = "popup.";
const TIMEOUT = 15_000;
/** ms between two looks at whether the window is still there. */
const LOOK = 500;

export class SignIn {
  readonly #config: Config;
  #tokens: Tokens | null = null;
  /** When the access token runs out, by this machine's clock; NaN when it doesn't say. */
  #ends = NaN;
  #refreshing: Promise<boolean> | null = null;
  /** How often somebody has left: tokens that were asked for before are not taken after. */
  #left = 0;

  constructor(config: Config) {
    this.#config = config;
  }

  get token(): string | null {
    return this.#tokens?.access_token ?? null;
  }

  /** What the access token says of its bearer; for display and the choice of a site only: the API judges. */
  get claims(): Readonly<Record<string, unknown>> {
    return decode(this.token ?? "");
  }

  over(within = 0): boolean {
    return !this.#tokens || Date.now() + within >= this.#ends;
  }

  /** Forgets the tokens, and leaves for the issuer to end its session too, where it says how; true when the page is left. */
  async leave(): Promise<boolean> {
    this.#tokens = null;
    this.#left += 1;
    note(false);
    const { end_session_endpoint } = await this.#endpoints().catch((): Partial<Endpoints> => ({}));
    if (!end_session_endpoint) return false;
    const url = new URL(end_session_endpoint);
    // The standard's name for the way back, and Cognito's.
    const query = { client_id: this.#config.client_id, post_logout_redirect_uri: here(), logout_uri: here() };
    Object.entries(query).forEach(([name, value]) => url.searchParams.set(name, value));
    location.assign(url);
    return true;
  }

  /** Leaves the page for the issuer. */
  async start(silent = false): Promise<void> {
    const journey = { ...newJourney(""), silent };
    const address = await this.#address(journey);
    sessionStorage.setItem(KEPT, JSON.stringify(journey));
    location.assign(address);
  }

  /**
   * Comes back from the issuer; true when the page now has a token, null when it is on its way there: whoever has signed
   * in before need not do so again as long as the issuer knows them, and no token is kept for it. Throws when the issuer
   * refuses the sign-in or the code.
   */
  async finish(): Promise<boolean | null> {
    const answer = takeAnswer();
    const kept = sessionStorage.getItem(KEPT);
    sessionStorage.removeItem(KEPT);
    const journey = kept ? (JSON.parse(kept) as Journey) : null;
    if (!journey) return this.#resume();
    if (answer.state !== journey.state) return false;
    if (answer.error) return refuse(journey, answer.error);
    if (!answer.code) return false;
    await this.#exchange({ grant_type: "authorization_code", code: answer.code, code_verifier: journey.verifier });
    note(true);
    return true;
  }

  /** Asks the issuer by way of its own address, not in a frame: there browsers keep its cookie from it. */
  async #resume(): Promise<false | null> {
    if (!localStorage.getItem(KNOWN)) return false;
    await this.start(true);
    return null;
  }

  /** A new token without anybody noticing; false where the issuer gave no refresh token or takes it no more. */
  refresh(): Promise<boolean> {
    this.#refreshing ??= this.#refresh().finally(() => (this.#refreshing = null));
    return this.#refreshing;
  }

  /** Many issuers give no new refresh token. The old one serves again, but not for a token that was refused in its time. */
  async #refresh(): Promise<boolean> {
    const refresh_token = this.#tokens?.refresh_token;
    if (!refresh_token) return false;
    if (!this.over(MARGIN)) this.#tokens = { ...this.#tokens!, refresh_token: undefined };
    return this.#exchange({ grant_type: "refresh_token", refresh_token }).then(
      () => true,
      () => false,
    );
  }

  /**
   * A new token by signing in again, in a window of its own: the page stays as it is. Throws when the issuer ends the
   * sign-in with an error, and when the window is closed before it has ended.
   */
  async renew(): Promise<void> {
    const journey = newJourney(POPUP);
    const popup = open("about:blank", "ghirbal-sign-in", "popup,width=480,height=640");
    if (popup) popup.location.href = await this.#address(journey);
    const code = await answered(journey.state, popup);
    await this.#exchange({ grant_type: "authorization_code", code, code_verifier: journey.verifier });
  }

  async #address({ state, verifier, silent }: Journey): Promise<string> {
    const { authorization_endpoint } = await this.#endpoints();
    const url = new URL(authorization_endpoint);
    const query = {
      response_type: "code",
      client_id: this.#config.client_id,
      redirect_uri: here(),
      scope: this.#config.scope ?? "openid comments/moderate",
      state,
      code_challenge: await challenge(verifier),
      code_challenge_method: "S256",
      ...(silent && { prompt: "none" }),
    };
    Object.entries(query).forEach(([name, value]) => url.searchParams.set(name, value));
    return url.href;
  }

  async #exchange(grant: Readonly<Record<string, string>>): Promise<void> {
    const left = this.#left;
    const { token_endpoint } = await this.#endpoints();
    const body = new URLSearchParams({ ...grant, client_id: this.#config.client_id, redirect_uri: here() });
    const asked = Date.now();
    const response = await fetch(token_endpoint, { method: "POST", body, signal: AbortSignal.timeout(TIMEOUT) });
    if (!response.ok) throw new Error(`sign-in refused (${response.status})`);
    const tokens = (await response.json()) as Tokens;
    if (left !== this.#left) throw new Error("signed out meanwhile");
    this.#tokens = { ...this.#tokens, ...tokens };
    this.#ends = endOf(this.claims, asked);
  }

  async #endpoints(): Promise<Endpoints> {
    const discovery = `${this.#config.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
    const response = await fetch(discovery, { signal: AbortSignal.timeout(TIMEOUT) });
    if (!response.ok) throw new Error(`no issuer (${response.status})`);
    return response.json();
  }
}

/** In the window that `renew` opened: hands the code over, closes, and says that there is nothing else to do. */
export function isReturningPopup(): boolean {
  const state = new URLSearchParams(location.search).get("state") ?? "";
  if (!state.startsWith(POPUP)) return false;
  new BroadcastChannel(CHANNEL).postMessage(takeAnswer());
  close();
  return true;
}

/** What the issuer says of a sign-in that it ended without a code, by the name OAuth has for it. */
export class RefusedSignIn extends Error {}

/** Nobody asked for a silent one, so nobody is told that it failed: they sign in as they did the first time. */
function refuse({ silent }: Journey, error: string): false {
  if (!silent) throw new RefusedSignIn(error);
  note(false);
  return false;
}

/** Where nothing can be written, a reload leads to the sign-in. */
function note(known: boolean): void {
  try {
    if (known) localStorage.setItem(KNOWN, "1");
    else localStorage.removeItem(KNOWN);
  } catch {}
}

/** The code that the window hands over. A window that is closed is waited for a moment longer: its last word may be on the way. */
function answered(state: string, popup: Window | null): Promise<string> {
  const channel = new BroadcastChannel(CHANNEL);
  let looks: ReturnType<typeof setInterval> | undefined;
  const told = new Promise<string>((done, refuse) => {
    let gone = 0;
    looks = setInterval(() => popup?.closed && ++gone > 2 && refuse(new RefusedSignIn("window closed")), LOOK);
    channel.onmessage = ({ data }: MessageEvent<Partial<Answer>>) => {
      if (data.state !== state) return;
      if (data.code) done(data.code);
      else if (data.error) refuse(new RefusedSignIn(data.error));
    };
  });
  return told.finally(() => {
    clearInterval(looks);
    channel.close();
  });
}

interface Answer {
  readonly code: string | null;
  readonly state: string | null;
  readonly error: string | null;
}

/** Reads the issuer's answer and takes it out of the address. */
function takeAnswer(): Answer {
  const query = new URLSearchParams(location.search);
  if (query.has("state")) history.replaceState(null, "", location.pathname);
  return { code: query.get("code"), state: query.get("state"), error: query.get("error") };
}

function here(): string {
  return location.origin + location.pathname;
}

function newJourney(prefix: string): Journey {
  return { state: prefix + random(), verifier: random() + random() };
}

function random(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(24)));
}

async function challenge(verifier: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** By the token's length rather than its `exp`: a machine whose clock is wrong would find every token run out. */
function endOf({ iat, exp }: Readonly<Record<string, unknown>>, asked: number): number {
  return Number(exp) * 1000 + (iat === undefined ? 0 : asked - Number(iat) * 1000);
}

function decode(token: string): Record<string, unknown> {
  try {
    const part = (token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    const bytes = Uint8Array.from(atob(part), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  } catch {
    return {};
  }
}
