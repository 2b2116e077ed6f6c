"use strict";
// The key figures: a tile for each, with what it was before, and how it is counted.

// Places of a tile's figures, as loader/report_page/content.py writes them.
const [VALUE, NUMERATOR, DENOMINATOR, MONTH_BEFORE, MONTH_CHANGE, YEAR_BEFORE, YEAR_CHANGE] = [0, 1, 2, 3, 4, 5, 6];

function tiles(page, choice) {
  const scope = page.scopes[choice.scope];
  const monthly = page.kpis.filter((kpi) => !kpi.isOfToday);
  return page.kpis.map((kpi) => {
    const figures = kpi.isOfToday
      ? [block("today", "Today", figure(scope.overdue, kpi.unit), scope.overdue, [])]
      : choice.tilePeriods.map((period) => monthBlock(page, kpi, period, scope.kpis[period.key]?.[monthly.indexOf(kpi)]));
    return el("article", {class: "tile", "data-kpi": kpi.column},
      el("h3", {}, kpi.label), el("dl", {}, ...figures), definition(kpi));
  });
}

function monthBlock(page, kpi, period, figures) {
  if (!figures) return block(period.key, period.label, NONE, null, [note("Nothing counted.")]);
  const month = period.key === "to_date" ? thisMonth(page) : period.key;
  const lastDay = period.key === "to_date" ? page.dayOfMonth : null;
  const notes = [];
  if (kpi.denominator) {
    notes.push(note(`${figure(figures[NUMERATOR], kpi.numeratorUnit)} ${kpi.numerator} ÷ ${figure(figures[DENOMINATOR], "count")} ${kpi.denominator}`, "parts"));
  }
  notes.push(change(kpi, figures[MONTH_CHANGE], figures[MONTH_BEFORE], monthPart(monthBefore(month, 1), lastDay, false)));
  notes.push(change(kpi, figures[YEAR_CHANGE], figures[YEAR_BEFORE], monthPart(monthBefore(month, 12), lastDay, true)));
  return block(period.key, period.label, figure(figures[VALUE], kpi.unit), figures[VALUE], notes);
}

function block(key, label, text, value, notes) {
  return el("div", {"data-period": key}, el("dt", {}, label),
    el("dd", {}, el("data", {class: "value", value: value ?? ""}, text), ...notes));
}

function note(text, name = "change") {
  return el("span", {class: name}, text);
}

function change(kpi, changed, before, than) {
  const was = `${than}: ${figure(before, kpi.unit)}`;
  if (changed === null) return note(was);
  const size = PERCENT.format(Math.abs(changed));
  const amount = kpi.unit === "ratio" ? size.replace("%", " pts") : size;
  if (changed === 0) return el("span", {class: "change"}, el("b", {}, "unchanged"), ` · ${was}`);
  const good = (changed > 0) === (kpi.better === "up");
  return el("span", {class: "change"},
    el("b", {class: good ? "good" : "bad"}, changed > 0 ? "▲" : "▼",
      el("span", {class: "visually-hidden"}, changed > 0 ? " up" : " down"), ` ${amount}`), ` · ${was}`);
}

function definition(kpi) {
  return el("details", {}, el("summary", {}, "How it is counted", el("span", {class: "visually-hidden"}, `: ${kpi.label}`)),
    prose(kpi.definition), el("p", {}, "Column ", el("code", {}, kpi.column), "."));
}
