// Names of questions, states, roles and the like are chosen by their labels: the text field beside
// them is what is saved, and what stands there when nothing can be offered.
import { aboutBox, aboutOf, form, offered } from "./rule-asking.js";
import { choose, make } from "./rule-controls.js";

const BARE = new Set(["state", "from", "former", "role", "act", "action", "opened_state"]);
/** What people know by its words alone; beside everything else stands its code. */
const SOURCES = /^(part_(basics-form|looks-columns)|rule_(ledger|on))$/;
const EVENT = "event";
const drawn = new Set();

const split = (text) => text.split(/[\s,，、;；]+/).filter(Boolean);

function pairs(offer, what) {
  if (offer.choices) return offer.choices[what] ?? [];
  if (what === "decision") return offer.decisions;
  return offer.fields.filter((one) => one.kind !== "cells" && one.group !== "决策表的结果" && !one.table)
    .map((one) => [one.name, one.label, one.group]);
}

/** Puts the choice beside a text field; `settle` is told of a single name that was chosen. */
export async function names(box, settle) {
  const pick = make("span", { class: "names" });
  const label = form.querySelector(`label[for="${CSS.escape(box.id)}"]`)?.textContent.replace("*", "").trim();
  const draw = async () => {
    const offer = await offered(aboutOf(box));
    const known = pairs(offer, box.dataset.names === EVENT ? `on_${form.elements.rule_on.value}` : box.dataset.names);
    const write = (text) => {
      box.value = text;
      for (const kind of ["input", "change"]) box.dispatchEvent(new Event(kind, { bubbles: true }));
    };
    const kind = box.dataset.names === EVENT ? event : { ticks, order }[box.dataset.many] ?? one;
    pick.replaceChildren(...kind({ box, known, label, write, chosen: (name) => settle(offer, name, "") }));
  };
  box.hidden = true;
  box.after(pick);
  aboutBox(box)?.addEventListener("change", () => draw().catch(() => {}));
  drawn.add({ box, draw });
  try { await draw(); } catch { box.hidden = false; }
}

function one({ box, known, label, write, chosen }) {
  const coded = BARE.has(box.dataset.names) || !known.some((pair) => pair.length > 2 && pair[2] === "")
    ? known : known.map(([code, words, group]) => [code, `${words}　${code}`, group]);
  const select = choose([["", "不用"], ...coded], box.value, label, (name) => {
    write(name);
    chosen(name);
  }, box.required ? "请选" : "不用");
  if (!box.value) select.options[1]?.remove();
  return [select];
}

/** All there are, each with a box to tick. */
function ticks({ box, known, label, write }) {
  const value = split(box.value);
  const all = [...known, ...value.filter((code) => !known.some(([name]) => name === code))
    .map((code) => [code, `${code}（现在没有）`])];
  const group = make("span", { class: "rule__many", role: "group", "aria-label": label });
  for (const [code, words] of all) {
    const tick = make("input", { type: "checkbox", value: code });
    tick.checked = value.includes(code);
    tick.addEventListener("change", () => {
      for (const other of group.querySelectorAll("input"))
        if (tick.checked && (code === "any") !== (other.value === "any")) other.checked &&= code !== "any" && other.value !== "any";
      write([...group.querySelectorAll(":checked")].map((other) => other.value).join("、"));
    });
    group.append(make("label", {}, tick, words));
  }
  return [all.length ? group : make("span", { class: "rule__note" }, "还没有可选的。")];
}

/** Those that were chosen in their order, and a list to add from. */
function order({ box, known, label, write }) {
  const value = split(box.value);
  const list = make("ol", { class: "names__list", "aria-label": label });
  const add = make("span");
  const again = (focus) => {
    write(value.join("、"));
    draw();
    list.querySelector(`[data-name="${CSS.escape(focus ?? "")}"] button`)?.focus();
  };
  const item = (code, at) => {
    const words = known.find(([name]) => name === code)?.[1] ?? `${code}（现在没有）`;
    const forward = () => {
      value.splice(at - 1, 0, ...value.splice(at, 1));
      again(code);
    };
    return make("li", { "data-name": code }, make("span", {}, words, code !== words && make("small", {}, code)),
      at > 0 && make("button", { type: "button", "aria-label": `${words}往前`, onclick: forward }, "往前"),
      make("button", { type: "button", "aria-label": `去掉${words}`,
        onclick: () => { value.splice(at, 1); again(); } }, "去掉"));
  };
  const draw = () => {
    list.replaceChildren(...value.map(item));
    const left = known.filter(([code]) => !value.includes(code)).map(([code, words, group]) => [code, code === words ? words : `${words}　${code}`, group]);
    add.replaceChildren(left.length ? choose(left, "", `${label}：添一个`, (code) => { value.push(code); again(); }, "添一个")
      : make("span", { class: "rule__note" }, value.length ? "" : "还没有可选的。"));
  };
  draw();
  return [list, add];
}

/** What exactly sets a notice off: an action, a column, an event; for days some words or days of one's own. */
function event({ box, known, label, write }) {
  const kind = form.elements.rule_on.value;
  if (box.dataset.kind !== undefined && box.dataset.kind !== kind && box.value) write("");
  box.dataset.kind = kind;
  if (!kind) return [make("span", { class: "rule__note" }, "不用选。")];
  const own = kind === "every" && box.value && !known.some(([code]) => code === box.value);
  const days = (shown) => {
    const typed = make("input", { type: "text", "aria-label": "每年哪几天", autocomplete: "off",
      oninput: () => write(typed.value) });
    typed.value = shown;
    return [typed, make("span", { class: "rule__note" }, "写3月15日、6月15日这样。")];
  };
  const beside = make("span", { class: "names__days" }, ...(own ? days(box.value) : []));
  const more = kind === "every" ? [...known, [DAYS, "每年这几天", ""]] : known;
  const select = choose(more, own ? DAYS : box.value, label, (code) => {
    write(code === DAYS ? "" : code);
    beside.replaceChildren(...(code === DAYS ? days("") : []));
  });
  return [select, beside];
}

const DAYS = "days";
let waiting = 0;
form?.addEventListener("change", ({ target }) => {
  if (!SOURCES.test(target.name ?? "")) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    for (const one of drawn) if (one.box !== target && one.box.isConnected) one.draw().catch(() => {});
  }, 300);
});
