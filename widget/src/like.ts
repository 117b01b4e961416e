/** One like per reader and comment, taken back by the same button. */
import type { Comment } from "./api.ts";
import type { Context } from "./context.ts";
import { button, h } from "./dom.ts";

/** The button with its count; on one's own comment a count only. */
export function likeButton(
  { api, session, store, words, format, announce }: Context,
  { id, likes }: Comment,
  mine: boolean,
): HTMLButtonElement {
  const slot = `like:${id}`;
  const others = likes - Number(!!store.get(slot));
  const draw = (on: boolean): void => {
    store.set(slot, on ? "1" : null);
    const count = Math.max(Number(on), others + Number(on));
    like.ariaPressed = String(on);
    like.replaceChildren(on ? "♥ " : "♡ ", h("span", {}, count ? format.number(count) : ""));
  };
  let line: Promise<unknown> = Promise.resolve();
  const flip = (): void => {
    const on = !store.get(slot);
    draw(on);
    // One after the other: of two that overtake each other the first would count.
    line = line.then(async () => api.act("POST", `${id}/vote`, await session.tokens(), { on })).catch(failed);
  };
  const failed = (): void => {
    draw(!store.get(slot));
    announce(words.broken);
  };
  const like = button("like", "", flip, { class: "like", disabled: mine, "aria-label": words.like });
  draw(!!store.get(slot));
  return like;
}
