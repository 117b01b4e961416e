/** `<ghirbal-comments site page api>`: reads its attributes, makes the section, cleans up after itself. */
import { Api, type Sort } from "./api.ts";
import type { Context } from "./context.ts";
import { h } from "./dom.ts";
import { Format } from "./format.ts";
import { lazy } from "./lazy.ts";
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
  #section: CommentSection | null = null;

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
  async #start(): Promise<void> {
    this.#life.abort();
    const life = (this.#life = new AbortController());
    const asked = this.#lang();
    const words = await load(asked);
    const lang = words === arabic ? "ar" : asked;
    const frame = h("div", { class: "frame", lang, dir: lang === "ar" ? "rtl" : "ltr" });
    const context = await this.#context(words, lang, life.signal).catch(() => null);
    if (life.signal.aborted) return;
    this.#root.replaceChildren(frame);
    if (!context) return this.#misplaced(frame, words);
    this.#section = new CommentSection(context, this.#sort());
    frame.append(this.#section.element, this.#live);
    await this.#section.load();
  }

  /** The address isn't one that an article can have, or the page isn't served securely. */
  #misplaced(frame: HTMLElement, words: Words): void {
    frame.append(h("p", { class: "notice", role: "alert" }, words.misplaced));
    this.#emit("error", { code: "page-url", status: 0 });
  }

  async #context(words: Words, lang: string, signal: AbortSignal): Promise<Context> {
    const site = this.getAttribute("site") ?? "";
    const url = this.#address();
    const page = await pageId(canonicalUrl(url));
    const api = new Api(this.#base(), site, page, url, lang, () => this.getAttribute("sso-token"));
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
      url,
      readonly: this.hasAttribute("readonly"),
      named: this.hasAttribute("sso-token"),
      signal,
      lazy,
      emit: (name, detail) => this.#emit(name, detail),
      announce: (text) => void (this.#live.textContent = text),
    };
  }

  /** The article's address: the attribute, else the page's canonical link, else where we are. */
  #address(): string {
    const canonical = document.querySelector<HTMLLinkElement>("link[rel=canonical]")?.href;
    return new URL(this.getAttribute("page") || canonical || location.href, document.baseURI).href;
  }

  #base(): string {
    return new URL(this.getAttribute("api") || "/", document.baseURI).href;
  }

  #lang(): string {
    const asked = this.getAttribute("lang") ?? document.documentElement.lang;
    return /^(fr|en)\b/i.exec(asked)?.[0].toLowerCase() ?? "ar";
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
