"use strict";
// The charts, and the same figures as tables. Vega draws; the specifications come from charts.py.

const SPECIFICATIONS = JSON.parse(document.getElementById("charts").textContent);
const drawn = new Map(); // id of the section: its view

// A figure with a caption, a chart of `rows`, and a table of them.
function chart(id, kind, caption, rows, head) {
  const target = el("div", {class: "chart"});
  const cells = rows.map((row) => row.cells);
  const content = el("figure", {}, el("figcaption", {}, caption), target,
    el("details", {}, el("summary", {}, "Show the figures", el("span", {class: "visually-hidden"}, `: ${caption}`)),
      table(caption, head, cells, {hideCaption: true})));
  document.getElementById(id).replaceChildren(content);
  draw(id, kind, target, rows);
}

function nothing(id, text) {
  drop(id);
  document.getElementById(id).replaceChildren(el("p", {class: "note"}, text));
}

function drop(id) {
  drawn.get(id)?.then((view) => view.finalize());
  drawn.delete(id);
}

function draw(id, kind, target, rows) {
  drop(id);
  const values = rows.map(({cells, ...row}) => row);
  const {height} = SPECIFICATIONS[kind];
  const theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  drawn.set(id, vegaEmbed(
    target,
    {
      ...SPECIFICATIONS[kind],
      width: target.clientWidth || 600,
      height: height.step ? height.step * rows.length : height,
      data: {values},
    },
    // ast: an interpreter in place of eval, which the page's security policy forbids.
    {renderer: "svg", actions: false, ast: true, tooltip: {theme}},
  ).then(({view}) => view));
}

async function fitCharts() {
  for (const view of await Promise.all(drawn.values())) {
    const width = view.container().clientWidth;
    if (width && width !== view.width()) view.width(width).runAsync();
  }
}

function daysChart(page, choice) {
  const days = page.scopes[choice.scope].days;
  if (!days) return nothing("days", "Not in this page, for its size.");
  const month = choice.period.key === "to_date" ? thisMonth(page) : choice.period.key;
  const before = monthBefore(month, 1);
  if (![...days[month], ...(days[before] ?? [])].some(Boolean)) {
    return nothing("days", `No revenue in ${choice.period.label}, and none in ${monthName(before)}.`);
  }
  const rows = days[month].map((value, at) => ({
    day: at + 1,
    value,
    before: days[before]?.[at] ?? null,
    text: `${day(month, at + 1)}: ${figure(value, "money")}`,
    cells: [day(month, at + 1), figure(value, "money"), figure(days[before]?.[at], "money")],
  }));
  return chart("days", "days", `Total revenue of each day of ${choice.period.label}; the marks show ${monthName(before)}.`,
    rows, [{label: "Day", words: true}, {label: "Total revenue"}, {label: monthName(before)}]);
}

function unitsChart(page, choice) {
  const ofTenants = choice.tenant === "all";
  const parts = ofTenants
    ? page.tenants.map((tenant) => [tenantName(tenant), String(tenant.id)])
    : page.units.filter(([tenant]) => String(tenant) === choice.tenant).map(([tenant, unit, name]) => [name, `${tenant}/${unit}`]);
  const what = ofTenants ? "tenant" : "business unit";
  document.getElementById("units-title").textContent = `Revenue by ${what}`;
  const rows = parts
    .map(([name, scope]) => ({name, scope, value: page.scopes[scope].kpis[choice.period.key]?.[0][VALUE] ?? 0}))
    .sort((one, other) => other.value - one.value)
    .map(({name, value, scope}) => ({
      name: scope === choice.scope ? `▸ ${name}` : name,
      value,
      amount: figure(value, "money"),
      text: `${name}: ${figure(value, "money")}`,
      cells: [name, figure(value, "money")],
    }));
  if (!rows.length) return nothing("units", page.leftOut ? "Not in this page, for its size." : "No business unit has a figure.");
  return chart("units", "units", `Total revenue of each ${what} in ${choice.period.label}.`, rows,
    [{label: what === "tenant" ? "Tenant" : "Business unit", words: true}, {label: "Total revenue"}]);
}

function bucketsChart(id, page, choice, caption, one) {
  if (!page.scopes[choice.scope][id].some(([, , count]) => count)) return nothing(id, `No ${one} is open.`);
  const rows = page.scopes[choice.scope][id].map(([name, value, count]) => ({
    name,
    value,
    amount: figure(value, "money"),
    text: `${name}${/\d/.test(name) ? " days" : ""}: ${figure(value, "money")}, ${counted(count, one)}`,
    cells: [name, figure(value, "money"), figure(count, "count")],
  }));
  return chart(id, id, caption, rows, [{label: "Days", words: true}, {label: "Amount"}, {label: `${one}s`}]);
}

function loadsChart(page, loads) {
  if (!loads.some(Boolean)) return nothing("loads", "No load has inserted or changed a row in the last 30 days.");
  const rows = page.loadedDays.map((date, at) => ({
    day: date.slice(5),
    value: loads[at],
    text: `${date}: ${counted(loads[at], "row")}`,
    cells: [date, figure(loads[at], "count")],
  }));
  return chart("loads", "loads", "Rows that loads inserted or changed on each of the last 30 days (UTC).", rows,
    [{label: "Day", words: true}, {label: "Rows"}]);
}
