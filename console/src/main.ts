/** Starts the page: configuration, sign-in, language, keyboard. */
import { button, h } from "../../widget/src/dom.ts";
import { Format } from "../../widget/src/format.ts";
import { Api, type Order } from "./api.ts";
import { greet } from "./greet.ts";
import { isReturningPopup, SignIn, type Config } from "./oidc.ts";
import { Room, type House } from "./room.ts";
import { words as arabic } from "./words/ar.ts";
import type { Tools } from "./tools.ts";
import type { Words } from "./words/type.ts";

const LANGUAGES = { ar: "العربية", fr: "Français", en: "English" } as const;
const PREFERENCES = "ghirbal-console:";

type Lang = keyof typeof LANGUAGES;

class Page implements House {
  readonly #config: Config;
  readonly #signIn: SignIn;
  readonly #api: Api;
  readonly #help = h("dialog", { class: "help" });
  #lang = preference("lang", "ar") as Lang;
  #words: Words = arabic;
  #room: Room | null = null;
  order = preference("order", "riskiest") as Order;

  constructor(config: Config) {
    this.#config = config;
    this.#signIn = new SignIn(config);
    this.#api = new Api(config.api, config.site, this.#signIn, () => this.#lang);
    addEventListener("keydown", (event) => this.#key(event));
  }

  async start(): Promise<void> {
    const signedIn = await this.#signIn.finish().catch(() => false);
    if (signedIn && !this.#sites().includes(this.#api.site)) this.#api.site = this.#sites()[0] ?? this.#api.site;
    await this.#speak(this.#lang);
  }

  refresh(): Promise<boolean> {
    return this.#signIn.refresh();
  }

  renew(): Promise<void> {
    return this.#signIn.renew();
  }

  keepOrder(order: Order): void {
    this.order = order;
    keep("order", order);
  }

  async #speak(lang: Lang): Promise<void> {
    this.#lang = lang;
    keep("lang", lang);
    this.#words = await load(lang);
    document.documentElement.lang = lang;
    document.documentElement.dir = lang === "ar" ? "rtl" : "ltr";
    document.title = `${this.#words.title} · غربال`;
    await this.#draw();
  }

  async #draw(): Promise<void> {
    this.#drawHelp();
    if (!this.#signIn.token) return document.body.replaceChildren(this.#header(), this.#gate());
    void greet(this.#api);
    this.#room = new Room(this.#tools, this);
    document.body.replaceChildren(this.#header(), this.#room.element, this.#help);
    await this.#room.load();
  }

  get #tools(): Tools {
    return { api: this.#api, words: this.#words, format: new Format(this.#lang, "latn"), me: this.#me };
  }

  /** The numbers and the decision log, for everybody on the team: loaded when they are asked for. */
  async #openNumbers(): Promise<void> {
    const { NumbersPage } = await import("./numbers.ts");
    const page = new NumbersPage(this.#tools, this.#lang, this);
    this.#room = null;
    page.element.prepend(button(this.#words.queue, () => void this.#draw(), { class: "quiet" }));
    document.body.replaceChildren(this.#header(), page.element, this.#help);
    await page.load();
  }

  /** The policy page, for editors: loaded when it is asked for. The keys of the queue rest meanwhile. */
  async #openPolicy(): Promise<void> {
    const { PolicyPage } = await import("./policy.ts");
    const page = new PolicyPage(this.#tools, this.#lang, this);
    this.#room = null;
    const back = button(this.#words.queue, () => void this.#draw(), { class: "quiet" });
    page.element.prepend(back);
    document.body.replaceChildren(this.#header(), page.element, this.#help);
    await page.load();
  }

  /** The team page, for owners: loaded when it is asked for. */
  async #openTeam(): Promise<void> {
    const { TeamPage } = await import("./team.ts");
    const { issuer, groups_claim: claim = "cognito:groups" } = this.#config;
    const page = new TeamPage(this.#tools, this.#lang, this, { issuer, claim });
    this.#room = null;
    page.element.prepend(button(this.#words.queue, () => void this.#draw(), { class: "quiet" }));
    document.body.replaceChildren(this.#header(), page.element, this.#help);
    await page.load();
  }

  /** Whether the token says editor or owner; the service asks the team's row as well. */
  get #edits(): boolean {
    return this.#has("editor") || this.#owns;
  }

  get #owns(): boolean {
    return this.#has("owner");
  }

  #has(role: string): boolean {
    const groups = this.#signIn.claims[this.#config.groups_claim ?? "cognito:groups"];
    return Array.isArray(groups) && groups.includes(`${this.#api.site}:${role}`);
  }

  get #me(): string {
    const { username, sub } = this.#signIn.claims;
    return String(username ?? sub ?? "");
  }

  #gate(): HTMLElement {
    const { signIn, signInMore, failed } = this.#words;
    const note = h("p", { role: "alert" });
    const start = (): void => void this.#signIn.start().catch(() => note.replaceChildren(failed));
    return h("main", { class: "gate" }, h("h2", {}, this.#words.title), h("p", {}, signInMore), button(signIn, start, { class: "main" }), note);
  }

  #header(): HTMLElement {
    const { title, help, signOut, language, site, policy, team } = this.#words;
    const languages = Object.entries(LANGUAGES).map(([code, name]) => h("option", { value: code, selected: code === this.#lang, lang: code }, name));
    const lang = h("select", { "aria-label": language, onchange: () => void this.#speak(lang.value as Lang) }, ...languages);
    const inside = [
      this.#sites().length > 1 ? this.#sitePicker(site) : h("bdi", { class: "site" }, this.#api.site),
      h("bdi", { class: "me" }, this.#me),
      button(this.#words.numbers, () => void this.#openNumbers(), { class: "quiet" }),
      this.#edits && button(policy, () => void this.#openPolicy(), { class: "quiet" }),
      this.#owns && button(team, () => void this.#openTeam(), { class: "quiet" }),
      button(help, () => this.#help.showModal(), { class: "quiet", "aria-keyshortcuts": "?" }),
      button(signOut, () => this.#leave(), { class: "quiet" }),
    ];
    return h("header", { class: "top" }, h("h1", {}, "غربال ", h("small", {}, title)), ...(this.#signIn.token ? inside : []), lang);
  }

  #sitePicker(label: string): HTMLElement {
    const options = this.#sites().map((site) => h("option", { value: site, selected: site === this.#api.site }, site));
    const picker = h("select", { "aria-label": label, onchange: () => this.#moveTo(picker.value) }, ...options);
    return picker;
  }

  #moveTo(site: string): void {
    this.#api.site = site;
    void this.#draw();
  }

  #leave(): void {
    this.#signIn.forget();
    void this.#draw();
  }

  /** The sites of the token's groups, `<site>:<role>`. */
  #sites(): string[] {
    const groups = this.#signIn.claims[this.#config.groups_claim ?? "cognito:groups"];
    const sites = Array.isArray(groups) ? groups.map((group) => String(group).split(":")[0] ?? "") : [];
    return [...new Set(sites)].filter(Boolean);
  }

  #drawHelp(): void {
    const { help, keys, close } = this.#words;
    const rows = keys.flatMap(([key, text]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, text)]);
    this.#help.replaceChildren(h("h2", {}, help), h("dl", {}, ...rows), button(close, () => this.#help.close()));
  }

  #key(event: KeyboardEvent): void {
    const { target, ctrlKey, metaKey, altKey } = event;
    const typing = target instanceof HTMLElement && target.matches("input, textarea, select");
    if (typing || ctrlKey || metaKey || altKey || this.#help.open || !this.#room) return;
    if (event.key === "?" || event.key === "؟") this.#help.showModal();
    else if (!this.#room.command(letter(event))) return;
    event.preventDefault();
  }
}

/** The Latin letter of a key: as typed, else by its place, so that an Arabic layout works too. */
function letter({ key, code }: KeyboardEvent): string {
  return /^[a-z]$/i.test(key) ? key.toLowerCase() : code.replace(/^Key/, "").toLowerCase();
}

async function load(lang: Lang): Promise<Words> {
  if (lang === "ar") return arabic;
  return (lang === "fr" ? await import("./words/fr.ts") : await import("./words/en.ts")).words;
}

function preference(name: string, otherwise: string): string {
  return localStorage.getItem(PREFERENCES + name) ?? otherwise;
}

function keep(name: string, value: string): void {
  localStorage.setItem(PREFERENCES + name, value);
}

/** Where the page's configuration is: the one line of index.html that a site changes. */
async function configuration(): Promise<Config> {
  const link = document.querySelector<HTMLLinkElement>("link[rel=ghirbal-config]");
  const response = await fetch(link?.href ?? "config.json");
  if (!response.ok) throw new Error(`no configuration (${response.status})`);
  return response.json();
}

async function main(): Promise<void> {
  if (isReturningPopup()) return;
  const config = await configuration().catch(() => null);
  if (config) await new Page(config).start();
  else document.body.replaceChildren(h("p", { role: "alert" }, arabic.noConfig));
}

await main();
