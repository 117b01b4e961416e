/** The form in which the team answers a comment that is public. */
import { h } from "../../widget/src/dom.ts";
import { act, submit } from "./act.ts";
import { Problem } from "./api.ts";
import type { Card } from "./card.ts";
import type { Tools } from "./tools.ts";

/** Opens the form in `place`; the same key goes out until an answer settles it, so a bad line makes no second one. */
export function answerForm(tools: Tools, card: Pick<Card, "item" | "work">, place: HTMLElement, failed: (problem: unknown) => void): void {
  const { api, words } = tools;
  const { page, id } = card.item;
  const key = crypto.randomUUID();
  const say = (text: string): void => place.replaceChildren(h("p", { role: "status" }, text));
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!text.value.trim()) return text.focus();
    try {
      await card.work; // the approval may still be on its way, and only what is public is answered
      await api.answer(page, id, text.value.trim(), key);
      say(words.answered);
    } catch (problem) {
      if (problem instanceof Problem && problem.status !== 401) note.textContent = problem.detail || words.failed;
      else failed(problem);
    }
  };
  const text = h("textarea", { rows: 3, dir: "auto", maxlength: 2000, "aria-label": words.answerAs });
  const note = h("p", { role: "alert" });
  const row = h("div", { class: "row" }, submit("answer-send", words.send), act("answer-cancel", words.cancel, () => place.replaceChildren()));
  place.replaceChildren(h("form", { class: "answer", onsubmit: (event) => void send(event) }, text, note, row));
  text.focus();
}
