/** Fields with their names beside them, as the sheets' forms have them. */
import { h } from "../../../widget/src/dom.ts";

export function labelled(text: string, field: HTMLElement): HTMLElement {
  return h("label", {}, h("span", {}, text), field);
}

/** A select of values with what they are called. */
export function choice(named: Readonly<Record<string, string>>, attributes: Parameters<typeof h>[1] = {}): HTMLSelectElement {
  return h("select", attributes, ...Object.entries(named).map(([value, text]) => h("option", { value }, text)));
}
