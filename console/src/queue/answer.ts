/** The form in which the team answers a comment that is public. */
import { h } from "../../../widget/src/dom.ts";
import { act, submit } from "../ui/act.ts";
import { Problem, type Item } from "../api.ts";
import type { ConsoleContext } from "../session.ts";

/** The card whose comment is answered. */
interface Answered {
  readonly item: Pick<Item, "page" | "id">;
  /** When the decisions on it have arrived. */
  readonly work: Promise<void>;
}

/** Opens the form in `place`; the same key goes out until an answer settles it, so a bad line makes no second one. */
export function answerForm(context: ConsoleContext, card: Answered, place: HTMLElement, failed: (problem: unknown) => void): void {
  const { api, words } = context;
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
