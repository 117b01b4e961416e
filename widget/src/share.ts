/** Sharing: the phone's own sheet where there is one, else a copied address and "تم النسخ". */
import type { Context } from "./context.ts";
import { wordsOf } from "./words/actions.ts";

/** How long, in ms, a button says that it copied. */
const SAID = 2_000;

/** Copies `text`; `button` tells so and takes its label back. */
export async function copy({ lang, signal }: Context, text: string, button: HTMLButtonElement): Promise<void> {
  await navigator.clipboard.writeText(text).catch(() => fallback(text));
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

/** Shares the article. */
export async function share(context: Context, button: HTMLButtonElement): Promise<void> {
  const coarse = matchMedia("(pointer: coarse)").matches;
  if (!coarse || !navigator.share) return copy(context, context.url, button);
  await navigator.share({ title: document.title, url: context.url }).catch(() => undefined);
}

/** Where the clipboard is forbidden the address is shown, ready to be copied by hand. */
function fallback(text: string): void {
  prompt("", text);
}
