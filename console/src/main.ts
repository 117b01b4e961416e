/** Starts the page: configuration, sign-in, language, sheets, keyboard. */
import { h } from "../../widget/src/dom.ts";
import { act } from "./ui/act.ts";
import { Format } from "../../widget/src/format.ts";
import { Api, type Wanted } from "./api.ts";
import { forgetPlace, keepPlace, keptPlace } from "./place.ts";
import { file } from "./ui/files.ts";
import { greet } from "./team/greet.ts";
import { head, PLACES, type Place } from "./head.ts";
import { Latest } from "./ui/latest.ts";
import { isReturningPopup, RefusedSignIn, SignIn, type Config } from "./oidc.ts";
import { titled } from "./ui/title.ts";
import { QueuePage } from "./queue/queue_page.ts";
import { ARABIC, configuration, keep, LANGUAGES, preference, speech, type Lang, type Speech } from "./settings.ts";
import { ROLES, type ConsoleContext, type Role, type Session } from "./session.ts";

/** What stands below the page's head: the queue, or what is loaded when it is asked for. */
interface Sheet {
  readonly element: HTMLElement;
  /** Whether something is written in it that is sent or saved nowhere. */
  readonly typed?: boolean;
  load?(): Promise<void>;
  close?(): void;
}

class Page implements Session {
  readonly #config: Config;
  readonly #signIn: SignIn;
  readonly #help = h("dialog", { class: "help" });
  readonly #speeches = new Latest();
  readonly #sheets = new Latest();
  #speech: Speech = ARABIC;
  #api: Api;
  #here: Place = "queue";
  #sheet: Sheet | null = null;
  #kept = keptPlace();
  /** Why the issuer let nobody in, "" when it is not known or nobody was refused. */
  #refused: string | null = null;

  constructor(config: Config) {
    this.#config = config;
    this.#signIn = new SignIn(config);
    this.#api = this.#of(config.site);
    addEventListener("keydown", (event) => this.#key(event));
    addEventListener("pagehide", () => this.#keep());
    addEventListener("beforeunload", (event) => this.#sheet?.typed && event.preventDefault());
  }

  async start(): Promise<void> {
    const signedIn = await this.#signIn.finish().catch((problem: unknown) => {
      this.#refused = problem instanceof RefusedSignIn ? problem.message : "";
      return false;
    });
    if (signedIn === null) return; // on the way to the issuer and back
    const sites = [this.#kept.site, this.#api.site, this.#sites[0]];
    if (signedIn) this.#api = this.#of(sites.find((site) => site && this.#sites.includes(site)) ?? this.#api.site);
    this.#here = this.#places.find((place) => place === this.#kept.sheet) ?? "queue";
    await this.#speak(preference("lang", Object.keys(LANGUAGES) as Lang[], "ar"));
  }

  refresh(): Promise<boolean> {
    return this.#signIn.refresh();
  }

  renew(): Promise<void> {
    return this.#signIn.renew();
  }

  /** What somebody looks at, for when the page is loaded anew; whoever is not signed in looks at nothing. */
  #keep(): void {
    if (this.#signIn.token) keepPlace({ site: this.#api.site, sheet: this.#here, wanted: this.#wanted ?? {} });
  }

  get #wanted(): Partial<Wanted> | undefined {
    return this.#sheet instanceof QueuePage ? this.#sheet.wanted : this.#kept.wanted;
  }

  /** The API of a site. Each has one of its own: calls on their way when another site is chosen stay with theirs. */
  #of(site: string): Api {
    return new Api(this.#config.api, site, this.#signIn, () => this.#speech.lang);
  }

  /** Speaks another language where its words can be had, else the one before, and shows the same sheet in it. */
  async #speak(lang: Lang): Promise<void> {
    const said = await this.#speeches.of(() => speech(lang).catch(() => this.#speech));
    if (!said) return;
    this.#speech = said;
    keep("lang", said.lang);
    document.documentElement.lang = said.lang;
    document.documentElement.dir = said.lang === "ar" ? "rtl" : "ltr";
    titled(`${said.words.title} · غربال`);
    await this.#show(this.#here);
  }

  /** Shows a sheet; of two that were asked for the later one, whichever is loaded first. */
  async #show(place: Place): Promise<void> {
    this.#here = place; // at once: a language that arrives meanwhile is for the sheet that was asked for
    const sheet = await this.#sheets.of(() => this.#make(place).catch(() => this.#missing(place)));
    if (!sheet) return;
    this.#sheet?.close?.();
    this.#sheet = sheet;
    this.#keep();
    this.#drawHelp();
    document.body.replaceChildren(this.#head(), sheet.element, this.#help);
    document.querySelector("nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
    sheet.element.tabIndex = -1;
    sheet.element.focus({ preventScroll: true }); // what had the focus, a way in the page's head, is there no more
    await sheet.load?.();
  }

  async #make(place: Place): Promise<Sheet> {
    const { lang } = this.#speech;
    if (this.#wanted) this.#kept = { ...this.#kept, wanted: this.#wanted };
    if (!this.#signIn.token) return { element: this.#gate() };
    if (place === "statistics") return new (await file<typeof import("./statistics/statistics_page.ts")>(place)).StatisticsPage(this.#context, lang, this);
    if (place === "policy") return new (await file<typeof import("./policy/policy_page.ts")>(place)).PolicyPage(this.#context, lang, this);
    if (place === "service") return new (await file<typeof import("./service/service_page.ts")>(place)).ServicePage(this.#context, lang, this, this.#may("owner"));
    if (place === "bans") return new (await file<typeof import("./bans/bans_page.ts")>(place)).BansPage(this.#context, lang, this);
    if (place === "team") return new (await file<typeof import("./team/team_page.ts")>(place)).TeamPage(this.#context, lang, this, this.#issuer);
    void greet(this.#api);
    return new QueuePage(this.#context, this, this.#kept.wanted);
  }

  /** In the place of a sheet whose file could not be had. */
  #missing(place: Place): Sheet {
    const { failed, retry } = this.#speech.words;
    return { element: h("main", { class: "gate" }, h("p", { role: "alert" }, failed), act("load-again", retry, () => void this.#show(place))) };
  }

  #gate(): HTMLElement {
    const { title, signIn, signInMore, failed, refused } = this.#speech.words;
    const note = h("p", { role: "alert" }, this.#refused !== null && refused, " ", this.#refused && h("code", { dir: "ltr" }, this.#refused));
    const start = (): void => void this.#signIn.start().catch(() => note.replaceChildren(failed));
    return h("main", { class: "gate" }, h("h2", {}, title), h("p", {}, signInMore), act("sign-in", signIn, start, { class: "main" }), note);
  }

  get #context(): ConsoleContext {
    return { api: this.#api, words: this.#speech.words, format: new Format(this.#speech.lang, "latn"), me: this.#me, may: (role) => this.#may(role) };
  }

  get #issuer(): { issuer: string; claim: string } {
    return { issuer: this.#config.issuer, claim: this.#claim };
  }

  get #claim(): string {
    return this.#config.groups_claim ?? "cognito:groups";
  }

  /** The sheets of a role, by the token; the service asks the team's row as well. */
  get #places(): readonly Place[] {
    if (!this.#signIn.token) return [];
    const editor = this.#may("editor");
    const shown: Readonly<Record<Place, boolean>> = { queue: true, statistics: true, bans: true, policy: editor, service: editor, team: this.#may("owner") };
    return PLACES.filter((place) => shown[place]);
  }

  /** Each role may what the ones below it may. */
  #may(role: Role): boolean {
    return ROLES.slice(ROLES.indexOf(role)).some((each) => this.#groups.includes(`${this.#api.site}:${each}`));
  }

  /** The groups of the token, `<site>:<role>`. */
  get #groups(): readonly string[] {
    const groups = this.#signIn.claims[this.#claim];
    return Array.isArray(groups) ? groups.map(String) : [];
  }

  get #sites(): readonly string[] {
    return [...new Set(this.#groups.map((group) => group.split(":")[0] ?? ""))].filter(Boolean);
  }

  get #me(): string {
    const { username, sub } = this.#signIn.claims;
    return String(username ?? sub ?? "");
  }

  #head(): HTMLElement {
    const standing = { ...this.#speech, me: this.#me, site: this.#api.site, sites: this.#sites, places: this.#places, here: this.#here };
    return head(standing, {
      go: (place) => void this.#leaving(() => this.#go(place)),
      move: (site) => this.#leaving(() => this.#move(site)),
      speak: (lang) => this.#leaving(() => this.#speak(lang)),
      help: () => this.#help.showModal(),
      leave: () => void this.#leaving(() => this.#leave()),
    });
  }

  /** Whether it was done: not when somebody is writing and would rather stay. */
  #leaving(leave: () => Promise<void>): boolean {
    const stays = this.#sheet?.typed && !confirm(this.#speech.words.leave);
    if (!stays) void leave();
    return !stays;
  }

  /** To a sheet; to the queue from the queue is back to all that waits. */
  async #go(place: Place): Promise<void> {
    if (place === this.#here) this.#forget();
    await this.#show(place);
  }

  #forget(): void {
    this.#sheet?.close?.();
    this.#sheet = null;
    this.#kept = {};
    forgetPlace();
  }

  async #move(site: string): Promise<void> {
    this.#forget();
    this.#api = this.#of(site);
    await this.#show("queue");
  }

  async #leave(): Promise<void> {
    this.#forget();
    this.#refused = null;
    if (!(await this.#signIn.leave())) await this.#show("queue");
  }

  #drawHelp(): void {
    const { help, keys, close } = this.#speech.words;
    const rows = keys.flatMap(([key, text]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, text)]);
    this.#help.replaceChildren(h("h2", {}, help), h("dl", {}, ...rows), act("help-close", close, () => this.#help.close()));
  }

  #key(event: KeyboardEvent): void {
    const { target, ctrlKey, metaKey, altKey } = event;
    const typing = target instanceof HTMLElement && target.matches("input:not([type=checkbox]), textarea, select");
    if (typing || ctrlKey || metaKey || altKey || this.#help.open || !(this.#sheet instanceof QueuePage)) return;
    if (event.key === "?" || event.key === "؟") this.#help.showModal();
    else if (!this.#sheet.command(letter(event), event.repeat)) return;
    event.preventDefault();
  }
}

/** The Latin letter of a key, or `/`: as typed, else by its place, so that an Arabic layout works too. */
function letter({ key, code }: KeyboardEvent): string {
  if (key === "/" || (code === "Slash" && !/^[ -~]$/.test(key))) return "/";
  return /^[a-z]$/i.test(key) ? key.toLowerCase() : code.replace(/^Key/, "").toLowerCase();
}

async function main(): Promise<void> {
  if (isReturningPopup()) return;
  const config = await configuration().catch(() => null);
  if (config) await new Page(config).start();
  else document.body.replaceChildren(h("p", { role: "alert" }, ARABIC.words.noConfig));
}

await main();
