/** The team page: who is on it, inviting in a minute, roles, and the way out. Loaded when an owner opens it. */
import { h } from "../../../widget/src/dom.ts";
import { act, submit } from "../ui/act.ts";
import { RequestNotice, refused } from "../ui/request_notice.ts";
import { labelled } from "../ui/fields.ts";
import { Latest } from "../ui/latest.ts";
import { teamWords, type TeamWords } from "./team_words.ts";
import type { ConsoleContext, Session } from "../session.ts";
import { emptied, keepingFocus } from "../ui/writing.ts";

const ROLES = ["moderator", "editor", "auditor", "owner"] as const;
const LANGUAGES = { ar: "العربية", fr: "Français", en: "English" } as const;

interface Member {
  readonly id: string;
  readonly role: string;
  readonly mail: string | null;
  readonly lang: string;
  readonly confirmed: boolean;
  readonly group: string;
}

/** What the service says it did, and which group the person's tokens have to list, or no more. */
interface Said {
  readonly group: string;
  readonly managed: boolean;
}

/** Where the people of this site sign in: what an owner has to set there is told in its terms. */
export interface Issuer {
  readonly issuer: string;
  readonly claim: string;
}

export class TeamPage {
  readonly element = h("main", { class: "policy team" });
  readonly #context: ConsoleContext;
  readonly #words: TeamWords;
  readonly #issuer: Issuer;
  readonly #requests: RequestNotice;
  readonly #said = h("section", { role: "status", class: "said" });
  readonly #list = h("ol", { class: "members" });
  readonly #answers = new Latest();
  /** The rows as they stand, each with the member it shows: a row that says the same still keeps what is open in it. */
  #rows: readonly (readonly [string, HTMLElement])[] = [];
  readonly #mail = h("input", { type: "email", required: true, autocomplete: "off", dir: "ltr", maxlength: 254 });
  readonly #role: HTMLSelectElement;
  readonly #lang: HTMLSelectElement;
  readonly #id = h("input", { autocomplete: "off", dir: "ltr", maxlength: 128, spellcheck: "false" });
  readonly #foreign: HTMLElement;
  readonly #form: HTMLElement;

  constructor(context: ConsoleContext, lang: string, session: Session, issuer: Issuer) {
    this.#context = context;
    this.#words = teamWords[lang] ?? (teamWords["ar"] as TeamWords);
    this.#issuer = issuer;
    this.#requests = new RequestNotice(context, session);
    const { id, idMore, title, people } = this.#words;
    this.#role = h("select", {}, ...this.#roles("moderator", true));
    this.#lang = h("select", {}, ...Object.entries(LANGUAGES).map(([value, name]) => h("option", { value, lang: value, selected: value === lang }, name)));
    this.#foreign = h("div", { hidden: true }, labelled(id, this.#id), h("p", { class: "hint" }, idMore));
    this.#form = this.#drawForm();
    const parts = [this.#requests.note, this.#said, h("h3", {}, people), this.#list, this.#form];
    this.element.append(h("h2", {}, title), ...parts);
  }

  async load(): Promise<void> {
    const wait = h("p", { class: "hint", role: "status" }, this.#context.words.loading);
    await this.#requests.attempt(async () => {
      this.#list.before(wait);
      await this.#reload().finally(() => wait.remove());
    }, this.#context.words.retry);
  }

  async #reload(): Promise<void> {
    const found = await this.#answers.of(() => this.#requests.get<{ team: Member[] }>("/team"));
    if (found) this.#draw(found.team);
  }

  #draw(team: readonly Member[]): void {
    const kept = new Map(this.#rows);
    this.#rows = team.map((member) => [JSON.stringify(member), kept.get(JSON.stringify(member)) ?? this.#row(member)]);
    keepingFocus(() => this.#list.replaceChildren(...this.#rows.map(([, row]) => row)));
  }

  #drawForm(): HTMLElement {
    const { invite, mail, role, lang, send } = this.#words;
    const fields = [labelled(mail, this.#mail), labelled(role, this.#role), labelled(lang, this.#lang)];
    const onsubmit = (event: Event): void => void this.#invite(event);
    return h("form", { onsubmit }, h("h3", {}, invite), h("div", { class: "row" }, ...fields), this.#foreign, submit("invite", send));
  }

  async #invite(event: Event): Promise<void> {
    event.preventDefault();
    const id = this.#id.value.trim();
    const body = { mail: this.#mail.value.trim(), role: this.#role.value, lang: this.#lang.value, ...(id && { id }) };
    await this.#requests.beside(this.#form, async () => {
      const said = await this.#requests.send<Said>("/team", "POST", body).catch((problem) => this.#wanted(problem));
      emptied(this.#mail, body.mail);
      emptied(this.#id, id);
      this.#tell(said.managed ? this.#words.managed : this.#words.foreign, said.managed ? [] : this.#toSet(said.group));
      await this.#reload();
    });
  }

  /** A foreign issuer can't be asked who has that address: the field for the id appears, and the refusal is said. */
  #wanted(problem: unknown): never {
    if (refused(problem)?.code === "member-id") {
      this.#foreign.hidden = false;
      this.#id.required = true;
      this.#id.focus();
    }
    throw problem;
  }

  #row(member: Member): HTMLElement {
    const { roleOf, invited, remove, you } = this.#words;
    const name = member.mail || member.id;
    const role = h("select", { "aria-label": `${roleOf} ${name}`, onchange: () => void this.#change(member, role) }, ...this.#roles(member.role));
    const place = h("div", { class: "extra" });
    const out = act("remove", remove, () => this.#askRemoval(member, place, out), { class: "quiet", "aria-label": `${remove}: ${name}` });
    const tags = [member.id === this.#context.me && h("span", { class: "tag" }, you), !member.confirmed && h("span", { class: "tag" }, invited)];
    const who = h("p", { class: "who" }, h("bdi", {}, name), " ", member.mail ? h("small", {}, h("bdi", {}, member.id)) : null, ...tags);
    return h("li", { class: "card", "data-id": member.id }, who, h("div", { class: "row" }, role, out), place);
  }

  async #change(member: Member, role: HTMLSelectElement): Promise<void> {
    const { mail, lang, id, group } = member;
    if (!mail) return this.#askMail(member, role);
    await this.#requests.beside(row(role), async () => {
      role.disabled = true; // of two changes on their way nobody knows which arrives last
      const wish = { mail, role: role.value, lang, id };
      const said = await this.#requests.send<Said>("/team", "POST", wish).catch((problem) => reset(role, member.role, problem));
      this.#tell(said.managed ? this.#words.saved : this.#words.foreign, said.managed ? [] : this.#toSet(said.group, group));
      await this.#reload();
      this.#takeUp(id);
    });
  }

  /** A row that was changed is a new one: the cursor that stood in the old one goes on in it. */
  #takeUp(id: string): void {
    const role = this.#list.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"] select`);
    if (document.activeElement === document.body) role?.focus({ preventScroll: true });
  }

  /** Members that the command line added may have no mail, and the service changes nobody without: the form asks for it. */
  #askMail({ id, role: old }: Member, role: HTMLSelectElement): void {
    this.#form.append(this.#requests.note);
    this.#requests.note.textContent = this.#words.noMail;
    this.#foreign.hidden = false;
    this.#id.value = id;
    this.#role.value = role.value;
    role.value = old;
    this.#mail.focus();
  }

  #askRemoval(member: Member, place: HTMLElement, opener: HTMLElement): void {
    const { remove, removeAsk } = this.#words;
    const close = (): void => {
      place.replaceChildren();
      opener.focus();
    };
    const sure = act("remove-sure", remove, () => void this.#remove(member, place), { class: "reject" });
    const cancel = act("remove-cancel", this.#context.words.cancel, close, { class: "quiet" });
    place.replaceChildren(h("p", {}, removeAsk), h("div", { class: "row", role: "group", "aria-label": member.mail || member.id }, sure, cancel));
    cancel.focus();
  }

  async #remove(member: Member, place: HTMLElement): Promise<void> {
    await this.#requests.beside(row(place), async () => {
      const said = await this.#requests.send<Said>(`/team/${encodeURIComponent(member.id)}`, "DELETE");
      const { issuer } = this.#issuer;
      const steps: Steps = [[this.#words.issuer, issuer], [this.#words.oldGroup, said.group]];
      this.#tell(said.managed ? this.#words.removed : this.#words.left, said.managed ? [] : steps);
      await this.#reload();
    });
  }

  /** What the issuer's administrator has to do before the person can sign in as what they are. */
  #toSet(group: string, old = group): Steps {
    const words = this.#words;
    const { issuer, claim } = this.#issuer;
    const leave: Steps = old === group ? [] : [[words.oldGroup, old]];
    return [[words.issuer, issuer], [words.claim, claim], [words.group, group], ...leave, [words.address, location.origin + location.pathname]];
  }

  #tell(text: string, steps: Steps): void {
    const rows = steps.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, h("code", { dir: "ltr" }, value))]);
    this.#said.replaceChildren(h("p", {}, text), ...(rows.length ? [h("dl", {}, ...rows)] : []));
    this.#said.scrollIntoView({ block: "center" });
  }

  #roles(chosen: string, explained = false): readonly HTMLElement[] {
    const { roles, may } = this.#words;
    const text = (role: string): string => `${roles[role]}${explained ? ` – ${may[role]}` : ""}`;
    return ROLES.map((role) => h("option", { value: role, selected: role === chosen }, text(role)));
  }
}

type Steps = readonly (readonly [string, string])[];

/** The row of the list that something stands in. */
function row(inside: HTMLElement): HTMLElement {
  return inside.closest("li") ?? inside;
}

/** A role that was not changed is not shown as if it were. */
function reset(select: HTMLSelectElement, role: string, problem: unknown): never {
  select.value = role;
  select.disabled = false;
  throw problem;
}
