/** What the tests' page loads: forms whose answers come all at once, or one after the other. */

import "./expressions-more.js";
import { BLANK, create, HERE_UNKNOWN } from "./logic.js";
import { Identity, mapped, Month, Rows, valueOf } from "./values.js";

/** The value as forms_catalog/logic/wire.py would write it; blanks are left out. */
function said(value) {
  if (value instanceof Rows) return Array.from(value, values);
  if (value instanceof Month) return { year_month: value.text };
  if (value instanceof Identity) return { identity: value.text };
  if (value?.micro !== undefined) return { moment: [value.days, value.micro] };
  return value?.days === undefined ? value : { date: value.days };
}
const nothing = (value) => value === "" || value === HERE_UNKNOWN || (value instanceof Identity && !value.text) || (value instanceof Rows && !value.length);
const values = (found) => mapped(Object.fromEntries(Object.entries(found).filter(([, value]) => !nothing(value))), said);

function told(form) {
  const { outcome } = form, items = Object.entries(form.values).filter(([name]) => form.items.get(name));
  return {
    ...outcome,
    hidden: Object.keys(outcome.hidden).filter((path) => outcome.hidden[path]),
    told: mapped(outcome.told, ({ value, why }) => [value, ...why]),
    problems: outcome.problems.map(({ code, place, text }) => [code, place, text]),
    unknown: Object.keys(outcome.unknown),
    values: values(Object.fromEntries(items)),
  };
}

/** The outcome after each of `steps`, each a map of answers that change. */
function lived({ program, page, steps = [] }) {
  try {
    const form = create(program, page), found = [told(form)];
    for (const step of steps) {
      for (const [name, value] of Object.entries(step)) form.set(name, valueOf(value));
      found.push(told(form));
    }
    return found;
  } catch (error) {
    return [{ fault: String(error.stack) }];
  }
}

Object.assign(window, {
  BLANK,
  answers: (text) => JSON.stringify(JSON.parse(text).map(lived)),
});
