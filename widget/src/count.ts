/**
 * `<ghirbal-count site page>`: how many comments an article has, for lists of articles. All counters that appear
 * together ask together: one request for a hundred articles of a site, its ids sorted and unique as the API wants them.
 */
import { pageId, spelling } from "./page.ts";

/** What one request may name. */
const MOST = 100;

/** `page` is the id of the article it was last asked for: an answer that holds none of it is for another one. */
interface Counter extends HTMLElement {
  page: string;
}

/** Counters by the address that is asked. */
type Asked = Record<string, Counter[]>;

/** Those to be asked for. */
const fresh = new Set<Counter>();

async function ask(): Promise<void> {
  const asked: Asked = {};
  for (const counter of fresh) {
    fresh.delete(counter);
    await place(counter, asked).catch(() => 0);
  }
  for (const url in asked) {
    const ids = [...new Set(asked[url]!.map(({ page }) => page))].sort();
    while (ids[0]) fill(url + ids.splice(0, MOST).join("."), asked[url]!).catch(() => 0);
  }
}

/** The article is the attribute's, else that of the link around the counter. */
async function place(counter: Counter, asked: Asked): Promise<void> {
  const read = (name: string): string => counter.getAttribute(name) || "";
  counter.page = await pageId(spelling(resolve(read("page") || counter.closest("a")!.href)));
  const url = resolve(read("api").replace(/\/*$/, `/v1/sites/${read("site")}/counts?pages=`));
  (asked[`${url}`] ??= []).push(counter);
}

/** What stood in a counter stays there when no answer comes. */
async function fill(url: string, counters: Counter[]): Promise<void> {
  const { counts } = await (await fetch(url)).json();
  for (const counter of counters)
    if (counter.page in counts)
      counter.textContent = counts[counter.page].toLocaleString(counter.matches("[digits=arabic]") ? "ar-EG" : "en");
}

function resolve(address: string): URL {
  return new URL(address, document.baseURI);
}

if (!customElements.get("ghirbal-count"))
  customElements.define(
    "ghirbal-count",
    class extends HTMLElement {
      declare page: string;
      static observedAttributes = ["page", "site"];
      connectedCallback(): void {
        if (fresh.add(this).size < 2) setTimeout(ask);
      }
      attributeChangedCallback(): void {
        this.connectedCallback();
      }
    },
  );
