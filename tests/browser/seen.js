// What can be measured on a page, as plain data: evaluated by kinds.seen().
() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const style = (one) => getComputedStyle(one);
  const shown = (one) => {
    const box = one.getBoundingClientRect();
    const there = box.width > 1 && box.height > 1 && style(one).visibility !== "hidden";
    return there && !one.closest("[hidden], .skip, .hide, svg");
  };
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim(), one = walker.currentNode.parentElement;
    if (!text || !shown(one) || ["OPTION", "SCRIPT"].includes(one.tagName)) continue;
    const size = parseFloat(style(one).fontSize);
    texts.push([one.tagName, one.className, size, parseFloat(style(one).lineHeight) / size, text.slice(0, 20)]);
  }
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const boxes = all(controls).filter(shown);
  const inText = (one) => one.tagName === "A" && one.closest("p, .prose");
  const target = (one) => {
    const row = /radio|checkbox|file/.test(one.type) ? one.closest("label") || one : one;
    const box = row.getBoundingClientRect();
    return [one.tagName, one.className || one.name || one.type, Math.round(box.width), Math.round(box.height)];
  };
  const labelled = (one) => one.labels?.length || one.ariaLabel || one.getAttribute("aria-labelledby");
  const leads = (one) => one.getAttribute("src") || one.getAttribute("href") || one.getAttribute("action");
  return {
    texts,
    targets: boxes.filter((one) => !inText(one)).map(target),
    body: parseFloat(style(document.body).fontSize),
    columns: all("main .fields, main .cols").map((one) => style(one).gridTemplateColumns.split(" ").length),
    heads: all("h1, h2").filter(shown).map((one) => [one.tagName, parseFloat(style(one).fontSize)]),
    lang: document.documentElement.lang,
    title: document.title,
    h1: all("h1").length,
    viewport: document.querySelector("meta[name=viewport]").content,
    floating: all("body *").filter((one) => style(one).position === "fixed").map((one) => one.className),
    unlabelled: boxes.filter((one) => one.matches("input, select, textarea") && !labelled(one)).map((one) => one.name),
    placeholders: all("[placeholder]").length,
    disabled: all("button[disabled], input[disabled], fieldset[disabled]").length,
    numbers: all("input[type=number], [maxlength]").length,
    windows: all("[target]").length,
    outside: all("[src], [href]:not([rel=canonical]), [action]").map(leads).filter((there) => /^(https?:)?\/\//.test(there)),
    edges: all("input.in, select.in, textarea.in, .choice").filter(shown)
      .map((one) => [style(one).borderTopColor, style(one).backgroundColor]),
    stars: all("label, legend").filter((one) => one.textContent.includes("*")).length,
    optional: all(".opt").filter(shown).length,
  };
}
