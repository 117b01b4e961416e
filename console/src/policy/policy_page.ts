/** The policy page: draft, errors, dry run, activation and the way back. Loaded when an editor opens it. */
import { h } from "../../../widget/src/dom.ts";
import { act, submit } from "../ui/act.ts";
import { refused, RequestNotice } from "../ui/request_notice.ts";
import { fieldsOf, LISTS, parsed, withFields, type Document } from "./document.ts";
import { FaultNotice } from "./fault.ts";
import { report, type Job, type Telling } from "./report.ts";
import { choice, labelled } from "../ui/fields.ts";
import { Latest } from "../ui/latest.ts";
import { policyWords, type PolicyWords } from "./policy_words.ts";
import type { Item } from "../api.ts";
import type { ConsoleContext, Session } from "../session.ts";

const POLL = 1_000;
const PROFILES = ["balanced", "strict", "hold-all"] as const;

interface State {
  readonly active: number;
  readonly previous: number;
  readonly override: { readonly until: string } | null;
}

interface Policy extends State {
  readonly valid: boolean;
  readonly document: Document;
  readonly silent: Silent;
}

/** What holds where the document says nothing: the site's profile, and the cuts of each. */
interface Silent {
  readonly profile: string;
  readonly profiles: Readonly<Record<string, { readonly hold: number; readonly reject: number }>>;
}

interface Draft {
  readonly version: number;
  readonly findings: readonly string[];
}

interface Line {
  readonly step: string;
  readonly version: number;
  readonly by: string;
  readonly at: string;
}

export class PolicyPage {
  readonly element = h("main", { class: "policy" });
  readonly #context: ConsoleContext;
  readonly #words: PolicyWords;
  readonly #requests: RequestNotice;
  readonly #fields = h("fieldset", { disabled: true });
  readonly #state = h("section");
  readonly #trial = h("section", { "aria-live": "polite" });
  readonly #unsaved = h("p", { class: "hint" });
  readonly #history = h("ol", { class: "log" });
  readonly #logs = new Latest();
  readonly #score = h("p", { class: "hint", id: "policy-score" });
  readonly #own = h("option", { value: "" }, "–");
  readonly #profile = h("select");
  readonly #hold = h("input", { type: "number", min: 0, step: 0.5, inputmode: "decimal" });
  readonly #reject = h("input", { type: "number", min: 0, step: 0.5, inputmode: "decimal" });
  readonly #lists = { hold: list(), reject: list(), allow: list() };
  readonly #whole = h("textarea", { rows: 12, dir: "ltr", spellcheck: "false" });
  readonly #fault: FaultNotice;
  #silent: Silent = { profile: "", profiles: {} };
  /** The document as it was loaded or saved last. */
  #kept = "";

  constructor(context: ConsoleContext, lang: string, session: Session) {
    this.#context = context;
    this.#words = policyWords[lang] ?? (policyWords["ar"] as PolicyWords);
    this.#requests = new RequestNotice(context, session);
    const cuts = { "thresholds.hold": this.#hold, "thresholds.reject": this.#reject, thresholds: this.#reject };
    this.#fault = new FaultNotice(this.#words, { ...cuts, ...Object.fromEntries(LISTS.map((name) => [`words.${name}`, this.#lists[name]])) });
    this.#fields.append(this.#state, this.#form());
    this.element.append(h("h2", {}, this.#words.title), this.#requests.note, this.#fields, this.#trial, this.#log());
  }

  async load(): Promise<void> {
    await this.#requests.load(this.#fields, async () => {
      const policy = await this.#requests.get<Policy>("/policy");
      this.#silent = policy.silent;
      this.#own.textContent = `– (${this.#words.profiles[policy.silent.profile] ?? policy.silent.profile})`;
      this.#show(policy.document);
      this.#keep(this.#whole.value);
      this.#drawState(policy);
      if (!policy.valid) this.#requests.say(this.#words.unusable);
    });
    await this.#drawHistory();
  }

  /** Whether the fields say something that is saved nowhere. */
  get typed(): boolean {
    return this.#whole.value !== this.#kept;
  }

  #keep(text: string): void {
    this.#kept = text;
    this.#mark();
  }

  #mark(): void {
    this.#unsaved.textContent = this.typed ? this.#words.unsaved : "";
  }

  #form(): HTMLElement {
    const { profile, profiles, holdFrom, rejectFrom, lists, star, whole, save } = this.#words;
    const names = PROFILES.map((name) => h("option", { value: name }, profiles[name] ?? name));
    this.#profile.append(this.#own, ...names);
    const areas = LISTS.map((name) => labelled(lists[name], this.#lists[name]));
    for (const field of [this.#profile, this.#hold, this.#reject, ...Object.values(this.#lists)])
      field.addEventListener("input", () => this.#write());
    this.#whole.addEventListener("change", () => this.#read());
    this.#whole.addEventListener("input", () => this.#mark());
    const numbers = [labelled(profile, this.#profile), labelled(holdFrom, this.#hold), labelled(rejectFrom, this.#reject)];
    return h(
      "form",
      { onsubmit: (event) => void this.#save(event) },
      h("div", { class: "row" }, ...numbers),
      this.#score,
      h("p", { class: "hint" }, star),
      ...areas,
      h("details", {}, h("summary", {}, whole), labelled(whole, this.#whole)),
      h("div", { class: "row" }, submit("save-draft", save), this.#unsaved),
    );
  }

  #log(): HTMLElement {
    return h("details", {}, h("summary", {}, this.#words.history), this.#history);
  }

  #show(document: Document): void {
    const fields = fieldsOf(document);
    this.#profile.value = fields.profile;
    this.#hold.value = fields.hold;
    this.#reject.value = fields.reject;
    for (const name of LISTS) this.#lists[name].value = fields.words[name];
    this.#whole.value = JSON.stringify(document, null, 2);
    this.#drawCuts();
  }

  /** What the score means, with the cuts that hold: the fields', or where they are empty the profile's. */
  #drawCuts(): void {
    const cuts = this.#silent.profiles[this.#profile.value || this.#silent.profile];
    const shown = (field: HTMLInputElement, otherwise = 0): string => this.#context.format.number(field.value ? field.valueAsNumber : otherwise);
    this.#hold.placeholder = String(cuts?.hold ?? "");
    this.#reject.placeholder = String(cuts?.reject ?? "");
    this.#score.textContent = this.#words.score.replaceAll("#hold", shown(this.#hold, cuts?.hold)).replaceAll("#reject", shown(this.#reject, cuts?.reject));
  }

  /** Fields to document: what was typed last counts. */
  #write(): void {
    const words = { hold: this.#lists.hold.value, reject: this.#lists.reject.value, allow: this.#lists.allow.value };
    const fields = { profile: this.#profile.value, hold: this.#hold.value, reject: this.#reject.value, words };
    this.#whole.value = JSON.stringify(withFields(parsed(this.#whole.value) ?? {}, fields), null, 2);
    this.#drawCuts();
    this.#mark();
  }

  #read(): void {
    const document = parsed(this.#whole.value);
    if (document) this.#show(document);
    this.#requests.say(document ? "" : this.#words.notJson);
  }

  async #save(event: Event): Promise<void> {
    event.preventDefault();
    const text = this.#whole.value;
    const document = parsed(text);
    if (!document) return this.#requests.say(this.#words.notJson);
    await this.#alone(async () => {
      this.#fault.clear();
      const answer = await this.#requests.send<Draft>("/policy", "PUT", { document }).catch((problem) => this.#faulty(problem));
      if (!answer) return;
      const { version, findings } = answer;
      this.#keep(text);
      this.#drawDraft(version, findings);
    });
  }

  /** Says beside its field what can't be used; what is about no field is said above, as anything else. */
  #faulty(problem: unknown): null {
    const refusal = refused(problem);
    if (refusal?.code !== "policy-invalid" || !this.#fault.show(refusal.where)) throw problem;
    this.#trial.replaceChildren();
    return null;
  }

  /** One change at a time: of two answers the one that came last would be shown, whichever was asked for last. */
  async #alone(act: () => Promise<void>): Promise<void> {
    await this.#requests.alone(act);
    await this.#drawHistory();
  }

  #drawDraft(version: number, findings: readonly string[]): void {
    const { saved, doubts, dryRun, days, activate } = this.#words;
    const many = choice(days, { "aria-label": dryRun });
    const place = h("div");
    const doubted = findings.length ? [h("h3", {}, doubts), h("ul", {}, ...findings.map((text) => h("li", { dir: "auto" }, text)))] : [];
    this.#trial.replaceChildren(
      h("p", { role: "status" }, saved.replace("#", String(version))),
      ...doubted,
      h("div", { class: "row" }, act("dry-run", dryRun, () => void this.#dryRun(version, Number(many.value), place)), many),
      place,
      act("activate", activate, () => void this.#move("/policy/activate", "POST", { version }), { class: "approve" }),
    );
  }

  async #dryRun(version: number, days: number, place: HTMLElement): Promise<void> {
    if (place.ariaBusy === "true") return;
    const bar = h("progress", { max: 100, value: 0, "aria-label": this.#words.running });
    let job: Job | null = null; // of this run: who signs in on the way goes on with it and starts no second one
    await this.#requests.attempt(async () => {
      place.ariaBusy = "true";
      place.replaceChildren(h("p", {}, this.#words.running, " ", bar));
      const shown = async (): Promise<HTMLElement[]> => {
        job ??= await this.#requests.send<Job>("/jobs", "POST", { kind: "dry-run", version, days });
        job = await this.#watch(job, place, bar);
        return report(job, this.#telling);
      };
      await shown().then((found) => place.replaceChildren(...found)).finally(() => {
        bar.parentElement?.remove();
        place.ariaBusy = "false";
      });
    }, this.#context.words.retry);
  }

  get #telling(): Telling {
    const { format, words } = this.#context;
    return { words: this.#words, format, colon: words.colon, comment: (id) => this.#requests.get<Item>(`/comments/${id}`) };
  }

  /** The job when it has ended, or when nobody looks any more. */
  async #watch(started: Job, place: HTMLElement, bar: HTMLProgressElement): Promise<Job> {
    let job = started;
    while (["queued", "running"].includes(job.state) && !job.stalled && place.isConnected) {
      await new Promise((done) => setTimeout(done, POLL));
      job = await this.#requests.get<Job>(`/jobs/${job.id}`);
      bar.value = job.progress;
    }
    return job;
  }

  #drawState(state: State): void {
    const { inForce, rollBack, holdAll, hours, until, end } = this.#words;
    const long = choice(hours, { "aria-label": holdAll });
    const hold = (): void => void this.#move("/policy/override", "PUT", { document: { profile: "hold-all" }, minutes: Number(long.value) });
    const laid = state.override
      ? [h("span", { class: "tag" }, `${until} ${this.#context.format.date(state.override.until)}`), act("hold-all-end", end, () => void this.#move("/policy/override", "DELETE"))]
      : [act("hold-all", holdAll, hold), long];
    const back = state.previous === state.active ? null : act("roll-back", rollBack, () => void this.#move("/policy/rollback", "POST", {}));
    this.#state.replaceChildren(h("p", {}, `${inForce}${this.#context.words.colon}`, h("strong", {}, this.#named(state.active))), h("div", { class: "row" }, back, ...laid));
  }

  #named(version: number): string {
    return version ? `${this.#words.version} ${version}` : this.#words.shipped;
  }

  async #move(path: string, method: string, body?: unknown): Promise<void> {
    await this.#alone(async () => {
      this.#drawState(await this.#requests.send<State>(path, method, body));
      this.#trial.replaceChildren(); // what was a draft there may be in force now
      this.#requests.say(this.#words.activated);
    });
  }

  /** A log that can't be had leaves the one that stands: it says nothing untrue, and a change is not undone by it. */
  async #drawHistory(): Promise<void> {
    const answer = await this.#logs.of(() => this.#requests.get<{ history: Line[] }>("/policy/history")).catch(() => null);
    if (answer) this.#drawLines(answer.history);
  }

  #drawLines(history: readonly Line[]): void {
    const line = ({ step, version, by, at }: Line): HTMLElement =>
      h("li", {}, h("bdi", {}, by), ` · ${this.#words.steps[step] ?? step} · ${this.#named(version)} · `, h("time", { datetime: at }, this.#context.format.ago(at)));
    this.#history.replaceChildren(...history.map(line));
  }
}

function list(): HTMLTextAreaElement {
  return h("textarea", { rows: 4, dir: "auto", spellcheck: "false" });
}
