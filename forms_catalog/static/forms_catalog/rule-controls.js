// The controls of one line of the rule builder: question, comparison, value. Nothing is parsed here.

/** An element with attributes and children. */
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child != null && child !== false));
  return made;
}

/** A select of [value, words] pairs; a value that is not among them stays and says so. */
export function choose(pairs, value, label, change, empty = "请选") {
  const known = pairs.some(([code]) => code === value);
  const made = make("select", { "aria-label": label, onchange: () => change(made.value) });
  if (!value) made.append(new Option(empty, "", true, true));
  if (value && !known) made.append(new Option(`${value}（现在没有）`, value));
  for (const [code, words, group] of pairs) into(made, group).append(new Option(words, code));
  made.value = value ?? "";
  return made;
}

function into(select, group) {
  if (!group) return select;
  const last = select.lastElementChild;
  if (last?.tagName === "OPTGROUP" && last.label === group) return last;
  const made = make("optgroup", { label: group });
  select.append(made);
  return made;
}

/** The comparisons for a field, the one in use among them. */
export function operators(offer, field, op) {
  const known = offer.operators[field?.kind ?? "any"] ?? offer.operators.any;
  if (!op || known.some((one) => one[0] === op)) return known;
  return [...known, offer.every[op] ?? [op, op, ""]];
}

/** What a comparison takes: number, date, option and so on. */
export function takes(offer, field, op) {
  return operators(offer, field, op).find((one) => one[0] === op)?.[2] ?? "";
}

/** Whether a line says all it must. */
export function complete(offer, field, line) {
  if (!line.field || !line.op) return false;
  const what = takes(offer, field, line.op);
  const said = (value) =>
    typeof value === "number" || (typeof value === "object" && value !== null
      ? Boolean(value.date || value.field) : Boolean(value));
  if (!what) return true;
  if (what === "options") return Array.isArray(line.value) && line.value.length > 0;
  if (what === "numbers" || what === "dates")
    return Array.isArray(line.value) && line.value.length === 2 && line.value.every(said);
  return said(line.value);
}

/** The controls of a value; `change(value)` is told of every change, `again()` redraws the line. */
export function valueControls(offer, field, line, change, again) {
  const what = takes(offer, field, line.op);
  const draw = CONTROLS[what];
  return draw ? draw({ offer, field, line, change, again }) : [];
}

const CONTROLS = {
  option: ({ field, line, change }) =>
    [choose(field?.options ?? [], line.value, "哪个答案", change)],
  options: ({ field, line, change }) => [many(field?.options ?? [], line.value, change)],
  format: ({ offer, line, change }) => [choose(offer.formats, line.value, "哪种格式", change)],
  text: ({ line, change }) => [input("text", line.value, "和什么比", change)],
  any: ({ line, change }) => [input("text", line.value, "和什么比", (typed) =>
    change(typed !== "" && !Number.isNaN(Number(typed)) ? Number(typed) : typed))],
  number: (told) => [...against(told, "number"), ...upTo(told)],
  date: (told) => against(told, "date"),
  numbers: (told) => pair(told, "number"),
  dates: (told) => pair(told, "date"),
};

function input(type, value, label, change) {
  const made = make("input", {
    type, "aria-label": label, autocomplete: "off", step: type === "number" ? "any" : null,
    oninput: () => change(made.value),
  });
  made.value = value ?? "";
  return made;
}

function many(options, value, change) {
  const chosen = new Set(Array.isArray(value) ? value : []);
  const box = make("span", { class: "rule__many", role: "group", "aria-label": "哪些答案" });
  const codes = [...options, ...[...chosen].filter((code) => !options.some(([one]) => one === code))
    .map((code) => [code, `${code}（现在没有）`])];
  for (const [code, words] of codes) {
    const tick = make("input", { type: "checkbox" });
    tick.checked = chosen.has(code);
    tick.addEventListener("change", () => {
      if (tick.checked) chosen.add(code);
      else chosen.delete(code);
      change([...chosen].sort((a, b) => place(codes, a) - place(codes, b)));
    });
    box.append(make("label", {}, tick, words));
  }
  return box;
}

const place = (codes, code) => codes.findIndex(([one]) => one === code);

/** A number or a day, or another question's; what is measured is compared with numbers only. */
function against({ offer, field, line, change, again }, type) {
  const measured = line.op.includes(".");
  const how = kindOf(line.value);
  const kinds = type === "date"
    ? [["day", "这一天"], ["today", "今天"], ["field", "另一题"]]
    : [["day", "这个数"], ["field", "另一题"]];
  const control = typed(offer, field, how, line.value, type, change);
  if (measured && how !== "field") return control;
  const pick = choose(kinds, how, "和什么比", (next) => {
    change({ today: { date: "today" }, field: { field: "" } }[next] ?? (type === "date" ? { date: "" } : ""));
    again();
  });
  pick.className = "rule__how";
  return [pick, ...control];
}

function kindOf(value) {
  if (value && typeof value === "object" && "field" in value) return "field";
  return value?.date === "today" ? "today" : "day";
}

function typed(offer, field, how, value, type, change) {
  if (how === "today") return [];
  if (how === "field") {
    const others = offer.fields.filter((one) => one.kind === type && one.name !== field?.name);
    const pairs = others.map((one) => [one.name, one.label, one.group]);
    return [choose(pairs, value.field, "哪一题", (name) => change({ field: name }))];
  }
  const shown = type === "date" ? value?.date : value;
  const box = input(type, shown, type === "date" ? "哪一天" : "多少", (text) =>
    change(type === "date" ? { date: text } : text === "" ? "" : Number(text)));
  return [box];
}

function pair({ line, change }, type) {
  const both = Array.isArray(line.value) ? [...line.value] : ["", ""];
  const one = (at, label) => input(type, type === "date" ? both[at]?.date : both[at], label, (text) => {
    both[at] = type === "date" ? { date: text } : text === "" ? "" : Number(text);
    change([...both]);
  });
  return [one(0, "从"), make("span", {}, "到"), one(1, "到")];
}

/** Up to which day an age is counted. */
function upTo({ offer, field, line, again }) {
  if (!line.op.startsWith("age.")) return [];
  const days = offer.fields.filter((one) => one.kind === "date" && one.name !== field?.name);
  const pairs = [["", "到今天"], ...days.map((one) => [one.name, `到${one.label}那天`])];
  const made = choose(pairs, line.on ?? "", "算到哪一天", (name) => {
    if (name) line.on = name;
    else delete line.on;
    again();
  }, "到今天");
  if (!line.on) made.options[1]?.remove();
  return [made];
}
