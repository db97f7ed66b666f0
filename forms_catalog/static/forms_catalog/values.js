/**
 * What a value of the expression language is, and what it becomes: a number, text, a day, the answer of
 * its question. The same as forms_catalog/expressions/values.py and forms_catalog/logic/worth.py; what
 * this side cannot say for certain throws Unknown, and the page leaves the server's result alone.
 */

/** "Ask the server". Thrown, never returned, so that it cannot be mistaken for a value. */
export class Unknown extends Error {}

/** A civil date: days since 1970-01-01, because a Date would bring in the zone of the device. */
export class Day {
  constructor(days) { this.days = days; }
}

/** A civil moment: its day and the microseconds of that day. */
export class Moment {
  constructor(days, micro) { this.days = days; this.micro = micro; }
}

/** The digits of a person's number or telephone: never a number. */
export class Identity {
  constructor(text) { this.text = text; }
}

/** `2026-03`: its first day where a date or a number is needed, text otherwise. */
export class Month extends Identity {}

/** The rows of a table, each an object of its cells. */
export class Rows extends Array {}

// ---- what becomes of one: a number, text, yes or no ----

/** Of the house: written behind moments. */
const ZONE = "+08:00";

// In microseconds.
const DAY = 864e8;
const NUMBER = /^-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)$/;
const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})(T.*)?$/s;
export const TIME = /^T?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?(Z|[+-]\d{2}:?\d{2})?$/;
// The server's notion of a blank, which is not that of \s.
const SPACE = /(?:[^\S\ufeff]|[\x1c-\x1f\x85])+/;

export const words = (text) => text.split(SPACE).filter(Boolean);
export function strip(text) {
  let low = 0, high = text.length;
  while (low < high && SPACE.test(text[low])) low++;
  while (low < high && SPACE.test(text[high - 1])) high--;
  return text.slice(low, high);
}
export const points = (text) => Array.from(text);
export const cell = (row, name) => (Object.hasOwn(row, name) ? row[name] : "");
export const each = (value) => (Array.isArray(value) ? Array.from(value) : [value]);
export const blank = (value) => value === "" || (value instanceof Identity && !value.text);

/** A list stands for its first item where one value is wanted. */
export function first(value) {
  while (Array.isArray(value)) {
    if (value instanceof Rows) return value.length ? " " : "";
    value = value.length ? value[0] : "";
  }
  return value;
}

export function toNumber(value) {
  if (typeof value === "number") return value;
  if (typeof value === "string") return NUMBER.test((value = strip(value))) ? Number(value) : NaN;
  if (typeof value === "boolean") return Number(value);
  if (value instanceof Day) return value.days;
  if (value instanceof Moment) return value.days + value.micro / DAY;
  if (value instanceof Month) return toDate(value)?.days ?? NaN;
  return Array.isArray(value) ? toNumber(first(value)) : NaN;
}

export function toText(value) {
  if (typeof value === "string") return value;
  if (typeof value === "number") return numberText(value);
  if (typeof value === "boolean") return String(value);
  if (value instanceof Day) return civil(value).toISOString().slice(0, 10);
  if (value instanceof Moment) return civil(value).toISOString().slice(0, -1) + ZONE;
  if (value instanceof Identity) return value.text;
  return Array.isArray(value) ? toText(first(value)) : "";
}

/** The shortest digits that read back, never an exponent; '' for what is no number. */
function numberText(number) {
  if (!Number.isFinite(number)) return "";
  const [digits, power] = String(number).split("e");
  if (!power) return digits;
  const [, sign, whole, part = ""] = /^(-?)(\d)(?:\.(\d+))?$/.exec(digits);
  return power > 0
    ? sign + (whole + part).padEnd(Number(power) + 1, "0")
    : `${sign}0.${"0".repeat(-power - 1)}${whole}${part}`;
}

/** Also what a condition asks: whether it holds. */
export function toBoolean(value) {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0 && value === value;
  return Array.isArray(value) ? value.length > 0 : !blank(value);
}

/** The JSON of a result: dates as text, no number as ''. */
export function plain(value) {
  value = first(value);
  if (typeof value === "boolean") return value;
  return typeof value === "number" && Number.isFinite(value) ? value + 0 : toText(value);
}

// ---- comparing ----

/** `=`: booleans first, then numbers, else texts; a list equals what one of its items equals. */
export function equal(one, other) {
  if (Array.isArray(one) || Array.isArray(other)) return anyPair(one, other, equal);
  if (typeof one === "boolean" || typeof other === "boolean") return toBoolean(one) === toBoolean(other);
  if (typeof one !== "number" && typeof other !== "number") return toText(one) === toText(other);
  const left = toNumber(one), right = toNumber(other);
  return left === right || Math.abs(left - right) < 1e-12;
}
export const unequal = (one, other) =>
  Array.isArray(one) || Array.isArray(other) ? anyPair(one, other, unequal) : !equal(one, other);

function anyPair(one, other, holds) {
  const [left, right] = [one, other].map((v) => (v instanceof Rows ? [first(v)] : each(v)));
  if (!left.length || !right.length) return holds(first(one), first(other));
  return left.some((a) => right.some((b) => holds(a, b)));
}

// ---- dates: Date only counts, and only by its UTC half ----

export const civil = (value) => new Date(value.days * 864e5 + Math.floor((value.micro || 0) / 1000));
/** 0001-01-01 to 9999-12-31. */
const inYears = (days) => days >= -719162 && days <= 2932896;

function dayOf(year, month, day) {
  const found = new Date(0);
  const days = found.setUTCFullYear(year, month - 1, day) / 864e5;
  return found.getUTCMonth() === month - 1 && found.getUTCDate() === day && inYears(days) ? new Day(days) : null;
}

/** The day in the house's zone, where a time of day is written behind it. */
function dateOf(text) {
  const found = DATE.exec(text), day = found && dayOf(...found.slice(1, 4).map(Number));
  if (!day || !found[4]) return day;
  const moment = withTime(day.days, found[4]);
  return moment && new Day(moment.days);
}

/** A civil date of a date, a moment, ISO text or a number of days; null for anything else. */
export function toDate(value) {
  value = first(value);
  if (value instanceof Day) return value;
  if (value instanceof Moment) return new Day(value.days);
  if (typeof value === "string" || value instanceof Identity) {
    return dateOf(value instanceof Month ? `${value.text}-01` : strip(toText(value)));
  }
  const days = typeof value === "number" ? Math.floor(value) : NaN;
  return inYears(days) ? new Day(days + 0) : null;
}

/** A civil moment; a date is its midnight, a number its day and part of the day, by milliseconds. */
export function toMoment(value) {
  value = first(value);
  if (value instanceof Moment) return value;
  const text = typeof value === "string" ? strip(value) : "", at = text.indexOf("T");
  if (at >= 0) {
    const day = dateOf(text.slice(0, at));
    return day && withTime(day.days, text.slice(at));
  }
  const day = toDate(value);
  if (typeof value === "number" && day) {
    const part = (value - day.days) * DAY, low = Math.floor(part), over = part - low;
    // As timedelta rounds.
    const micro = over > 0.5 || (over === 0.5 && low % 2) ? low + 1 : low;
    return momentOf(day.days, Math.floor((micro + 500) / 1000) * 1000);
  }
  return day && new Moment(day.days, 0);
}

function momentOf(days, micro) {
  days += Math.floor(micro / DAY);
  return inYears(days) ? new Moment(days, micro - Math.floor(micro / DAY) * DAY) : null;
}

/** A zone other than the house's is brought to it. */
function withTime(days, text) {
  const found = TIME.exec(text);
  if (!found || found[1] > 23 || found[2] > 59 || found[3] > 59) return null;
  const seconds = found[1] * 3600 + found[2] * 60 + Number(found[3] || 0);
  const micro = seconds * 1e6 + Number((found[4] || "").padEnd(6, "0"));
  return momentOf(days, micro + offset(ZONE) - offset(found[5] || ZONE));
}

function offset(zone) {
  const minutes = zone === "Z" ? 0 : zone.slice(1, 3) * 60 + Number(zone.slice(-2));
  return (zone[0] === "-" ? -1 : 1) * minutes * 6e7;
}

// ---- as the page's data writes it ----

/** A value of the page's data, as forms_catalog/logic/wire.py writes it. */
export function valueOf(said) {
  if (Array.isArray(said)) return Array.from(said, (row) => mapped(row, valueOf));
  if (said === null || typeof said !== "object") return said ?? "";
  if ("date" in said) return toDate(said.date);
  if ("year_month" in said) return new Month(said.year_month);
  return "moment" in said ? toMoment(said.moment) : new Identity(said.identity);
}
export const mapped = (object, made) => Object.fromEntries(Object.entries(object).map(([name, part]) => [name, made(part)]));

// ---- as a question keeps it: '' when it does not fit ----

/** 15 digits are true, the rest is noise. */
function digits(number) {
  const text = toText(Number(number.toPrecision(15)));
  return text.replace("-", "").replace(/^0/, "").replace(".", "").length > 15 ? "" : text;
}

const worded = (found) => (typeof found === "number" ? digits(found) : typeof found === "string" ? found : "");
/** A text as it is kept: no blanks around it, and single ones inside unless it is a long one. */
export function tidy(text, long) {
  const said = text.normalize().trim();
  return long ? said : said.replace(/\s+/g, " ");
}
export const codes = (text) => text.split(" ").filter(Boolean);

function numeral({ type }, found) {
  const text = worded(found).replaceAll(",", ""), number = toNumber(text);
  const fine = { integer: 0, money: 2 }[type] ?? 15;
  return number !== number || (text.split(".")[1] ?? "").length > fine ? "" : number;
}

function text({ type }, found) {
  const said = tidy(worded(found), type === "long_text");
  return said.length > ({ text: 200, long_text: 5000 }[type] ?? Infinity) ? "" : said;
}

/** 1900 to 2100. */
const inCalendar = (day) => (day && day.days >= -25567 && day.days <= 47846 ? day : "");
const YES = { true: "yes", yes: "yes", 1: "yes", 是: "yes", false: "no", no: "no", 0: "no", 否: "no" };

const KEPT = {
  computed(item, found) {
    const said = typeof found === "boolean" ? String(found) : text(item, found);
    return (said.length === 10 && said[4] === "-" && toDate(said)) || said;
  },
  number: numeral,
  date: (item, found) => inCalendar(toDate(toText(found))),
  year_month(item, found) {
    const month = new Month(toText(found).slice(0, 7));
    return inCalendar(toDate(month)) && month;
  },
  moment: (item, found) => (found[10] === "T" && toMoment(found.slice(0, 16))) || "",
  text(item, found) {
    const { type, words = {}, many = Object.keys(words) } = item, said = text(item, found);
    if (type === "text" || type === "long_text") return said;
    if (type === "yes_no") return YES[found] ?? "";
    if (type !== "choice" && type !== "choices") throw new Unknown(type);
    const asked = type === "choice" ? [said] : codes(said);
    const chosen = asked.map((code) => (code in words ? code : many.find((one) => words[one] === code)));
    return chosen.includes(undefined) ? "" : many.filter((code) => chosen.includes(code)).join(" ");
  },
};

/** A computed value as its question keeps it. */
export function kept(item, value) {
  const found = plain(value);
  if (found === "") return "";
  const keep = KEPT[item.kind];
  if (!keep) throw new Unknown(item.kind);
  return keep(item, found);
}

