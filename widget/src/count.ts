/**
 * `<ghirbal-count site page>`: how many comments an article has, for lists of articles. All counters that appear
 * together ask together: one request for a hundred articles of a site, its ids sorted and unique as the API wants them.
 */
import { pageId, spelling } from "./page.ts";

/** What one request may name. */
const MOST = 100;

/** Counters by the article they are for, by the address that is asked. */
type Asked = Record<string, Record<string, HTMLElement[]>>;

const fresh: HTMLElement[] = [];

async function ask(): Promise<void> {
  const asked: Asked = {};
  for (const counter of fresh.splice(0)) await place(counter, asked).catch(() => 0);
  for (const url in asked) {
    const ids = Object.keys(asked[url]!).sort();
    while (ids[0]) fill(url + ids.splice(0, MOST).join("."), asked[url]!).catch(() => 0);
  }
}

/** The article is the attribute's, else that of the link around the counter. */
async function place(counter: HTMLElement, asked: Asked): Promise<void> {
  const read = (name: string): string => counter.getAttribute(name) || "";
  const page = await pageId(spelling(resolve(read("page") || counter.closest("a")!.href)));
  const url = resolve(read("api").replace(/\/*$/, `/v1/sites/${read("site")}/counts?pages=`)).href;
  ((asked[url] ??= {})[page] ??= []).push(counter);
}

/** What stood in a counter stays there when no answer comes. */
async function fill(url: string, counters: Asked[string]): Promise<void> {
  const { counts } = await (await fetch(url)).json();
  for (const page in counts)
    for (const counter of counters[page]!)
      counter.textContent = counts[page].toLocaleString(counter.matches("[digits=arabic]") ? "ar-EG" : "en");
}

function resolve(address: string): URL {
  return new URL(address, document.baseURI);
}

if (!customElements.get("ghirbal-count"))
  customElements.define(
    "ghirbal-count",
    class extends HTMLElement {
      connectedCallback(): void {
        if (fresh.push(this) < 2) setTimeout(ask);
      }
    },
  );
