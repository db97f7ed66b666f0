// Expressions of the form editor: read aloud, built from lines, marked where they are wrong.
// Whatever must be read is sent to the server; the text field is what is saved.
import { aboutBox, aboutOf, askOne, form, href, offered, ownId } from "./rule-asking.js";
import { choose, complete, make, operators, valueControls } from "./rule-controls.js";
import { recipients } from "./recipients.js";
import { names } from "./rule-names.js";
import { unread } from "./rule-saving.js";
import { steps } from "./steps.js";

const WAIT = 400;
const BUILT = new Set(["condition", "constraint", "columns", "elsewhere"]);
const HERE = "这份记录自己的";
const COLUMNS = new Set(["columns", "elsewhere"]);
const KINDS = [["all", "都成立"], ["any", "有一条成立就行"], ["not", "不能同时成立"]];
const JOINS = { all: "并且", any: "或者", not: "又" };

// ---- codes that are made from words become fixed once something rests on them ----

function settle(offer, field, code) {
  const id = Object.keys(offer.names).find((one) => offer.names[one] === field);
  const hidden = id && form.querySelector(`input[name$="-id"][value="${CSS.escape(id)}"]`);
  if (!hidden) return;
  const prefix = hidden.name.slice(0, -3);
  write(form.elements[`${prefix}-value-name`], field);
  const words = offer.fields.find((one) => one.name === field)?.options.find(([one]) => one === code)?.[1];
  const own = `${prefix}-value-choices_own-`;
  for (const box of form.querySelectorAll(`[name^="${own}"][name$="-value-label"]`))
    if (words && box.value.trim() === words) write(form.elements[box.name.replace(/label$/, "name")], code);
}

function write(box, text) {
  if (!box || box.value) return;
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

// ---- one expression ----

const boxes = new WeakMap();

class Expression {
  constructor(area) {
    this.area = area;
    this.what = area.dataset.rule;
    this.built = BUILT.has(this.what);
    this.model = null;
    this.turn = 0;
    this.own = ownId(area);
    this.source = aboutBox(area);
    this.source?.addEventListener("change", () => this.ask({ text: area.value }));
    this.draw();
    area.addEventListener("input", () => this.silent || this.later({ text: area.value }));
    this.ask({ text: area.value });
  }

  draw() {
    this.said = make("p", { class: "rule__said", role: "status" });
    this.problems = make("ul", { class: "rule__problems" });
    this.lines = make("div", { class: "rule__lines" });
    this.mark = make("p", { class: "rule__mark", hidden: true });
    const place = make("div", { class: `rule rule--${this.what}` });
    const compact = this.area.closest(".table-row");
    this.area.before(place);
    if (this.built) {
      this.text = make("details", { class: "rule__text" }, make("summary", {}, "高级：用式子写"));
      this.text.append(this.area, this.mark);
      const inside = [this.lines, this.said, this.problems, this.text];
      if (compact) {
        this.head = make("summary", {}, "写条件");
        place.append(make("details", { class: "rule__compact" }, this.head, ...inside));
      } else place.append(...inside);
      this.label();
      if (this.area.getAttribute("aria-invalid") === "true") this.text.open = true;
    } else place.append(this.area, this.mark, this.said, this.problems);
  }

  /** The label of the field names the group of lines; the text behind it has a name of its own. */
  label() {
    const label = form.querySelector(`label[for="${CSS.escape(this.area.id)}"]`);
    const words = label?.textContent.replace("*", "").trim() || "条件";
    this.lines.setAttribute("role", "group");
    this.lines.setAttribute("aria-label", words);
    this.area.setAttribute("aria-label", `${words}，用式子写`);
  }

  later(asked) {
    clearTimeout(this.timer);
    this.due = asked;
    unread[asked.rule ? "add" : "delete"](this);
    this.timer = setTimeout(() => this.now(), WAIT);
  }

  /** Asks at once what was to be asked in a moment. */
  now() {
    clearTimeout(this.timer);
    const asked = this.due;
    this.due = null;
    if (asked) this.reading = this.ask(asked);
    return this.reading;
  }

  get about() {
    return aboutOf(this.area);
  }

  /** What may be spoken of here: some things only in one place, what is ours in no list of others. */
  async offered() {
    const offer = await offered(this.about);
    const fits = (one) => this.area.name.includes(one.only) && !(this.what === "columns" && one.group === HERE);
    return { ...offer, fields: offer.fields.filter(fits) };
  }

  async ask(asked) {
    const turn = ++this.turn;
    if (asked.text !== undefined && !asked.text.trim()) {
      this.tell({ text: "", rule: null, words: "", problems: [] });
      if (this.built) await this.open({ kind: "all", parts: [] });
      return;
    }
    try {
      const answer = await askOne({ what: this.what, own: this.own, about: this.about, box: this.area.name, ...asked });
      if (turn !== this.turn) return;
      if (!this.due) unread.delete(this);
      if (asked.rule && answer.text !== null) this.put(answer.text);
      this.tell(answer, asked.rule !== undefined);
      if (this.built && asked.text !== undefined) await this.open(answer.rule ? model(answer.rule) : null);
    } catch {
      this.said.textContent = "现在连不上，读不出这个条件；照常写，保存以后再看。";
    }
  }

  /** The text as it will be saved; whoever watches the form is told. */
  put(text) {
    this.area.value = text;
    this.silent = true;
    for (const kind of ["input", "change"]) this.area.dispatchEvent(new Event(kind, { bubbles: true }));
    this.silent = false;
  }

  /** Words and problems; the stretch of a problem is marked in a copy of the text. */
  tell(answer, keeps = false) {
    const words = answer.words;
    this.said.replaceChildren(...(words ? ["读出来是：", ...chips(words), "。"] : []));
    if (this.head) this.head.replaceChildren(...(words ? chips(words) : ["写条件"]));
    this.problems.replaceChildren(...answer.problems.map((one) => this.problem(one, answer.text ?? "")));
    const bad = answer.problems.find((one) => one.end > one.start && !one.warn) ??
      answer.problems.find((one) => one.end > one.start);
    this.stretch(bad, this.area.value);
    if (bad && this.text && !keeps) this.text.open = true;
    if (answer.problems.some((one) => !one.warn)) this.area.setAttribute("aria-invalid", "true");
    else this.area.removeAttribute("aria-invalid");
    summary(this.area, words);
  }

  problem(one) {
    const words = [one.text, one.remedy].filter(Boolean).join("。");
    const made = make("li", { class: one.warn ? "rule__warn" : "rule__bad" }, `${words}。`);
    if (one.end > one.start && !one.code.startsWith("rule."))
      made.append(make("button", { type: "button", class: "button button-small button-secondary",
        onclick: () => this.select(one) }, "看在哪里"));
    return made;
  }

  select(one) {
    if (this.text) this.text.open = true;
    const signs = Array.from(this.area.value);
    const at = (count) => signs.slice(0, count).join("").length;
    this.area.focus();
    this.area.setSelectionRange(at(one.start), at(one.end));
  }

  stretch(bad, text) {
    this.mark.hidden = !bad;
    if (!bad) return;
    const signs = Array.from(text);
    const part = (from, to) => signs.slice(from, to).join("");
    this.mark.replaceChildren(part(0, bad.start), make("mark", {}, part(bad.start, bad.end)),
      part(bad.end));
  }

  // ---- the lines ----

  async open(found) {
    this.model = found;
    if (!found) {
      this.lines.replaceChildren(make("p", { class: "rule__note" },
        "这个条件用式子写成，条件框里显示不了，也不会去改它。"));
      this.text.open = true;
      return;
    }
    if (found.parts.length) this.offer = await this.offered();
    this.redraw();
  }

  redraw(focus = "") {
    this.lines.replaceChildren(this.group(this.model, null, "r"));
    if (focus) this.lines.querySelector(`[data-at="${focus}"]`)?.focus();
  }

  changed() {
    const rule = ruleOf(this.model, (line) => complete(this.offer, this.field(line.field), line));
    const left = lacking(this.model, (line) => complete(this.offer, this.field(line.field), line));
    this.waiting?.remove();
    if (left) this.lines.append(this.waiting = make("p", { class: "rule__note" },
      "还有条件没写完，写完才算数。"));
    if (rule) return this.later({ rule });
    clearTimeout(this.timer);
    this.due = null;
    ++this.turn;
    unread.delete(this);
    this.put("");
    this.tell({ text: "", words: "", problems: [] });
  }

  /** A question of the form; the dot is the one that the expression belongs to. */
  field(name) {
    const asked = name === "." ? this.offer?.names[this.own] : name;
    return this.offer?.fields.find((one) => one.name === asked);
  }

  group(group, above, at) {
    const box = make("div", { class: above ? "rule__group" : "rule__all" });
    if (group.parts.length > 1 || group.kind === "not") box.append(make("p", { class: "rule__kind" }, "下面的条件",
      choose(KINDS, group.kind, "怎么合起来", (kind) => { group.kind = kind; this.redraw(); this.changed(); })));
    group.parts.forEach((part, number) => box.append(part.parts
      ? this.group(part, group, `${at}-${number}`)
      : this.line(part, group, number, `${at}-${number}`)));
    const add = (words, part) => make("button", { type: "button", class: "button button-small button-secondary",
      onclick: () => this.add(group, part(), at) }, words);
    const buttons = make("p", { class: "rule__add" }, add("加一个条件", () => ({ field: "", op: "" })),
      !above && group.parts.length > 0 && add("加一组", () => ({ kind: "any", parts: [{ field: "", op: "" }] })),
      above && make("button", { type: "button", class: "button button-small button-secondary",
        onclick: () => this.drop(above, group) }, "去掉这一组"));
    box.append(buttons);
    return box;
  }

  async add(group, part, at) {
    this.offer = await this.offered();
    group.parts.push(part);
    this.redraw(`${at}-${group.parts.length - 1}${part.parts ? "-0" : ""}`);
    this.changed();
  }

  drop(group, part) {
    group.parts.splice(group.parts.indexOf(part), 1);
    this.redraw();
    this.changed();
  }

  line(line, group, number, at) {
    const field = this.field(line.field);
    const made = make("div", { class: "rule__line" });
    const again = () => { this.redraw(at); this.changed(); };
    const pick = choose(this.questions(line.field), line.field, "哪一题", (name) => this.retake(line, name, again));
    pick.dataset.at = at;
    const how = choose(operators(this.offer, field, line.op), line.op, "怎么比", (op) => {
      this.reop(line, op);
      again();
    });
    const value = line.op ? valueControls(this.offer, field, line, (said) => {
      line.value = said;
      if (typeof said === "string" && line.field) settle(this.offer, line.field, said);
      this.changed();
    }, again) : [];
    const gone = make("button", { type: "button", class: "button button-small button-secondary",
      onclick: () => this.drop(group, line) }, "去掉");
    made.append(make("span", { class: "rule__join" }, number ? JOINS[group.kind] : "当"), pick,
      line.field ? how : "", make("span", { class: "rule__value" }, ...value), gone);
    return made;
  }

  /** Another question: its first comparison, unless the old one still makes sense. */
  retake(line, name, again) {
    line.field = name;
    const offers = operators(this.offer, this.field(name), "");
    if (!offers.some((one) => one[0] === line.op)) line.op = offers[0][0];
    delete line.value;
    delete line.on;
    settle(this.offer, name, "");
    again();
  }

  /** Another comparison: the value stays where it is of the same kind. */
  reop(line, op) {
    const before = this.taken(line);
    line.op = op;
    if (this.taken(line) !== before) delete line.value;
    if (!op.startsWith("age.")) delete line.on;
  }

  taken(line) {
    return operators(this.offer, this.field(line.field), line.op).find((one) => one[0] === line.op)?.[2];
  }

  /** Questions asked before this one, what is worked out, and what the line says already. */
  questions(current) {
    const own = this.offer.names[this.own] ?? "";
    const mine = this.offer.fields.find((one) => one.name === own);
    const before = own ? this.offer.fields.indexOf(mine) : this.offer.fields.length;
    const found = this.offer.fields.filter((one, at) => one.name === current || (one.name !== own &&
      (at < before || one.computed || this.what === "constraint") && (!one.table || one.table === mine?.table) && (!COLUMNS.has(this.what) || one.column)));
    const pairs = found.map((one) => [one.name, one.label, one.group]);
    if (this.what === "constraint" && mine) pairs.unshift([".", "这一题的答案"]);
    return pairs;
  }
}

// ---- rules as the server writes them, and as the lines hold them ----

function model(rule) {
  const kind = Object.keys(rule)[0];
  return { kind, parts: rule[kind].map((part) => (part.field ? { ...part } : model(part))) };
}

function ruleOf(group, good) {
  const parts = group.parts.map((part) => (part.parts ? ruleOf(part, good) : good(part) && part)).filter(Boolean);
  return parts.length ? { [group.kind]: parts } : null;
}

function lacking(group, good) {
  return group.parts.some((part) => (part.parts ? lacking(part, good) : !good(part)));
}

function chips(words) {
  return words.split(/(「[^」]*」)/).filter(Boolean).map((bit) =>
    bit.startsWith("「") ? make("b", { class: "rule__chip" }, bit.slice(1, -1)) : bit);
}

// ---- what a closed fold holds, in words ----

function summary(area, words) {
  const title = area.closest(".fold")?.closest("[data-panel]")?.querySelector("[data-panel-heading-text]");
  if (!title) return;
  title.parts ??= new Map();
  title.parts.set(area, words);
  title.textContent = [...title.parts.values()].filter(Boolean).join("；");
}

/** The expressions of an opened question, read in one go; its folds stay closed. */
function read(panel) {
  const areas = [...panel.querySelectorAll(".fold textarea[data-rule]")].filter((one) => one.value && !boxes.has(one));
  for (const one of areas)
    askOne({ what: one.dataset.rule, own: ownId(one), about: aboutOf(one), text: one.value }).then(
      ({ words }) => summary(one, words || "（写得不对）"), () => { /* said when the fold is opened */ });
}

// ---- finding them: only what is seen costs anything ----

const WATCHED = "textarea[data-rule], input[data-names], [data-recipients], textarea[data-steps]";
const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting || boxes.has(target)) continue;
    seen.unobserve(target);
    const drawn = target.dataset.names ? names : target.dataset.recipients ? recipients : target.dataset.steps && steps;
    if (drawn) {
      boxes.set(target, true);
      drawn(target, settle);
    } else boxes.set(target, new Expression(target));
  }
}, { rootMargin: "300px" });

function watch(root) {
  for (const one of root.querySelectorAll(WATCHED)) if (!boxes.has(one)) seen.observe(one);
}

if (form && href) {
  watch(form);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes) if (node.nodeType === 1 && !node.closest(".rule")) watch(node);
  }).observe(form, { childList: true, subtree: true });
  document.addEventListener("wagtail:panel-toggle", (event) => {
    const panel = event.target.closest("[data-panel]");
    const title = panel?.querySelector("[data-panel-heading-text]");
    if (title?.parts) title.textContent = [...title.parts.values()].filter(Boolean).join("；");
    if (event.detail.expanded && panel?.querySelector(":scope > .w-panel__content > .question")) read(panel);
  });
}
