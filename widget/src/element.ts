/** `<ghirbal-comments site page api>`: reads its attributes, makes the section, cleans up after itself. */
import { Api, type Sort } from "./api.ts";
import type { Context, Mistake } from "./context.ts";
import { h } from "./dom.ts";
import { Format } from "./format.ts";
import { author, lazy } from "./lazy.ts";
import { Own } from "./own.ts";
import { canonicalUrl, pageId } from "./page.ts";
import { CommentSection } from "./section.ts";
import { Session } from "./session.ts";
import { Store } from "./store.ts";
import css from "./style.css";
import { words as arabic } from "./words/ar.ts";
import type { Words } from "./words/type.ts";

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

export class GhirbalComments extends HTMLElement {
  static readonly observedAttributes = ["site", "page", "api", "lang", "sort", "digits", "readonly"];

  readonly #root = this.attachShadow({ mode: "open" });
  readonly #live = h("div", { class: "live", role: "status" });
  #life = new AbortController();
  /** The canonical address of the article that is shown; "" where there is none. */
  #at = "";
  #path = "";
  #section: CommentSection | null = null;

  constructor() {
    super();
    // Outside, what is typed into a field looks like typed on the page: its hotkeys would eat it.
    for (const type of ["keydown", "keypress", "keyup"])
      this.#root.addEventListener(type, (event) => {
        if ((event.target as Element).matches("input,textarea")) event.stopPropagation();
      });
  }

  connectedCallback(): void {
    this.#root.adoptedStyleSheets = [sheet];
    void this.#start();
  }

  disconnectedCallback(): void {
    this.#life.abort();
    this.#section = null;
    this.#root.replaceChildren();
  }

  attributeChangedCallback(_: string, before: string | null, after: string | null): void {
    if (this.isConnected && before !== after) void this.#start();
  }

  /** Fetches the list again. */
  async reload(): Promise<void> {
    await this.#section?.load();
  }

  /** "light", "dark" or "auto". */
  setTheme(theme: string): void {
    this.setAttribute("theme", theme);
  }

  /** Takes the widget off the page, with its timers and listeners. */
  destroy(): void {
    this.remove();
  }

  /** Starts afresh; of several starts in a row the last one lives. */
  async #start(typed: string | null = null): Promise<void> {
    this.#life.abort();
    const life = (this.#life = new AbortController());
    this.#at = this.#canonical();
    this.#path = location.pathname;
    const asked = this.#lang();
    const words = await load(asked);
    const lang = words === arabic ? "ar" : asked;
    const frame = h("div", { class: "frame", lang, dir: lang === "ar" ? "rtl" : "ltr" });
    const page = await pageId(this.#at).catch(() => "");
    if (life.signal.aborted) return;
    this.#root.replaceChildren(frame);
    this.#watch(life.signal);
    if (!this.getAttribute("site")) return this.#misplaced(frame, words, "site");
    if (!this.#at || !page) return this.#misplaced(frame, words, "page");
    const context = this.#context(page, words, lang, life.signal);
    if (typed) context.store.set(`draft:${page}`, typed);
    this.#section = new CommentSection(context, this.#sort());
    frame.append(this.#section.element, this.#live);
    await this.#section.load();
  }

  /** Follows a page that becomes another article's without being loaded again. */
  #watch(signal: AbortSignal): void {
    const look = (): unknown => this.#moved();
    const head = new MutationObserver(look);
    head.observe(document.head, { subtree: true, childList: true, attributeFilter: ["href"] });
    signal.addEventListener("abort", () => head.disconnect());
    addEventListener("popstate", look, { signal });
    (globalThis as { navigation?: EventTarget }).navigation?.addEventListener("currententrychange", look, { signal });
    this.#root.addEventListener("focusin", look, { signal });
  }

  #moved(): boolean {
    const moved = this.#at !== this.#canonical();
    // A canonical link that comes late names the same article: what was typed goes along.
    const typed = this.#path === location.pathname && this.#root.querySelector("textarea")?.value;
    if (moved) void this.#start(typed || null);
    return moved;
  }

  #misplaced(frame: HTMLElement, words: Words, cause: Mistake): void {
    frame.append(h("p", { class: "notice", role: "alert" }, this.#mistaken(words, cause)));
    this.#emit("error", { code: cause === "page" ? "page-url" : cause, status: 0 });
  }

  #mistaken(words: Words, cause: Mistake): string {
    void author({ sheets: this.#root.adoptedStyleSheets }).then(({ complain }) => complain(cause));
    return words.misplaced.replace("#", cause);
  }

  #context(page: string, words: Words, lang: string, signal: AbortSignal): Context {
    const site = this.getAttribute("site")!;
    const url = this.#address();
    const token = (): string | null => this.getAttribute("sso-token");
    const api = new Api(this.#base(), site, page, url, lang, token);
    const store = new Store(site);
    return {
      api,
      store,
      session: new Session(api, store),
      own: new Own(store, page),
      lang,
      words,
      format: new Format(lang, this.getAttribute("digits") === "arabic" ? "arab" : "latn"),
      page,
      sheets: this.#root.adoptedStyleSheets,
      url,
      readonly: this.hasAttribute("readonly"),
      named: token() !== null,
      token,
      signal,
      lazy,
      moved: () => this.#moved(),
      mistaken: (cause) => this.#mistaken(words, cause),
      emit: (name, detail) => this.#emit(name, detail),
      announce: (text) => void (this.#live.textContent = text),
    };
  }

  /** The article's address: the attribute, else the page's canonical link, else where we are. */
  #address(): string {
    const canonical = document.querySelector<HTMLLinkElement>("link[rel=canonical]")?.href;
    return new URL(this.getAttribute("page") || canonical || location.href, document.baseURI).href;
  }

  #canonical(): string {
    try {
      return canonicalUrl(this.#address());
    } catch {
      return "";
    }
  }

  #base(): string {
    return new URL(this.getAttribute("api") || "/", document.baseURI).href;
  }

  #lang(): string {
    const asked = this.getAttribute("lang") ?? document.documentElement.lang;
    return /^(fr|en)(?![a-z])/i.exec(asked)?.[0].toLowerCase() ?? "ar";
  }

  #sort(): Sort {
    const sort = this.getAttribute("sort");
    return sort === "oldest" || sort === "liked" ? sort : "newest";
  }

  #emit(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(`ghirbal:${name}`, { detail, bubbles: true, composed: true }));
  }
}

/** Another language than Arabic is a file beside this one; without it the widget speaks Arabic. */
async function load(lang: string): Promise<Words> {
  if (lang === "ar") return arabic;
  const file: Promise<{ words: Words }> = lazy(lang, () =>
    lang === "fr" ? import("./words/fr.ts") : import("./words/en.ts"),
  );
  return file.then(({ words }) => words).catch(() => arabic);
}
