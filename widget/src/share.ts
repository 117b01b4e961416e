/** Sharing: the phone's own sheet where there is one, else a copied address and "تم النسخ". */
import type { Context } from "./context.ts";
import { h } from "./dom.ts";
import { wordsOf } from "./words/actions.ts";

/** How long, in ms, a button says that it copied. */
const SAID = 2_000;

/** Copies `text`; `button` tells so, where it is known, and takes its label back. */
export async function copy({ lang, signal }: Context, text: string, button: HTMLButtonElement): Promise<void> {
  if (!(await copied(text, button))) return void prompt("", text);
  if (button.classList.contains("done")) return;
  const label = button.textContent;
  button.textContent = wordsOf(lang).copied;
  button.classList.add("done");
  const timer = setTimeout(() => {
    button.textContent = label;
    button.classList.remove("done");
  }, SAID);
  signal.addEventListener("abort", () => clearTimeout(timer));
}

/** Shares the article; where the sheet does not open (a reader who closes it is content) its address is copied. */
export async function share(context: Context, button: HTMLButtonElement): Promise<void> {
  const coarse = matchMedia("(pointer: coarse)").matches;
  if (!coarse || !navigator.share) return copy(context, context.url, button);
  try {
    await navigator.share({ title: document.title, url: context.url });
  } catch (error) {
    if ((error as DOMException).name !== "AbortError") await copy(context, context.url, button);
  }
}

/** Whether the text is on the clipboard: a plain-http page and old browsers have only the second way. */
async function copied(text: string, beside: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = h("textarea", { class: "trap", "aria-hidden": "true" });
    field.value = text;
    beside.after(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    beside.focus();
    return done;
  }
}
