"use strict";
// Tables: of any rows, of technicians and campaigns, of the warehouse's health.

const MOST_ROWS = 25;

// head: [{label, words}]; rows: lists of texts; options.sorted: the column that they are sorted by.
function table(caption, head, rows, options = {}) {
  const headings = head.map((column, at) => el("th", {
    scope: "col",
    class: column.words ? "words" : null,
    "aria-sort": options.sorted?.at === at ? options.sorted.order : null,
  }, options.sort ? sortButton(column.label, () => options.sort(at)) : column.label));
  const body = rows.map((row) => el("tr", {}, ...row.map((text, at) => (at === 0
    ? el("th", {scope: "row", class: "words"}, text)
    : el("td", {class: head[at].long ? "words long" : head[at].words ? "words" : null}, text)))));
  return el("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": caption},
    el("table", {}, el("caption", {class: options.hideCaption ? "visually-hidden" : null}, caption),
      el("thead", {}, el("tr", {}, ...headings)), el("tbody", {}, ...body)));
}

function sortButton(label, sort) {
  const button = el("button", {type: "button"}, label);
  button.addEventListener("click", sort);
  return button;
}

// A board's rows are [name, home unit, figure of each column, ...].
function board(id, page, choice, caption, rows, sorted = {at: 1, order: "descending"}) {
  const target = document.getElementById(id);
  if (!rows.length) {
    target.replaceChildren(el("p", {class: "note"}, page.leftOut ? "Nothing in this page." : "Nothing counted in this period."));
    return;
  }
  const columns = page.boards[id];
  const place = (at) => (at === 0 ? 0 : at + 1);
  const ordered = [...rows].sort((one, other) => compare(one[place(sorted.at)], other[place(sorted.at)], sorted.order));
  const shown = ordered.slice(0, MOST_ROWS);
  const head = [{label: "Name", words: true}, ...columns.map(({label}) => ({label}))];
  const cells = shown.map(([name, , ...values]) => [name, ...values.map((value, at) => figure(value, columns[at].unit))]);
  const text = `${caption}${rows.length > shown.length ? ` The first ${shown.length} of ${rows.length}.` : ""}`;
  const sort = (at) => {
    const order = sorted.at === at && sorted.order === "descending" ? "ascending" : "descending";
    board(id, page, choice, caption, rows, {at, order});
    target.querySelectorAll("th button")[at].focus();
  };
  target.replaceChildren(table(text, head, cells, {sorted, sort}));
}

// What has no figure comes last, in either order.
function compare(one, other, order) {
  if (one === other) return 0;
  if (one === null) return 1;
  if (other === null) return -1;
  const less = typeof one === "string" ? one.localeCompare(other) : one - other;
  return order === "ascending" ? less : -less;
}

function boards(page, choice) {
  const tenants = choice.tenant === "all" ? page.tenants.map(({id}) => String(id)) : [choice.tenant];
  for (const id of ["technicians", "campaigns"]) {
    const found = tenants.flatMap((tenant) => (page[id][tenant]?.[choice.period.key] ?? []).map(
      ([name, ...rest]) => [tenants.length > 1 ? `${name} (${tenant})` : name, ...rest]));
    const ofUnit = id === "technicians" && choice.unit !== "all";
    const rows = ofUnit ? found.filter(([, unit]) => String(unit) === choice.unit) : found;
    const whose = ofUnit ? ` whose home is ${choice.unitName}` : id === "campaigns" && choice.unit !== "all" ? " of all business units" : "";
    board(id, page, choice, `${id === "technicians" ? "Technicians" : "Campaigns"}${whose} in ${choice.period.label}.`, rows);
  }
}

function health(page, choice) {
  const target = document.getElementById("health");
  const of = page.health[choice.tenant];
  target.replaceChildren(
    ...(choice.tenant === "all" ? [tenantsHealth(page)] : [tablesHealth(of), tieOut(of.tieOut)]),
    el("h3", {}, "Rows loaded by day"), el("div", {id: "loads"}));
  loadsChart(page, of.loads);
}

function tenantsHealth(page) {
  return table("Each tenant's tables.", [{label: "Tenant", words: true}, {label: "Tables"}, {label: "With a problem"},
    {label: "Rejected records"}, {label: "Oldest sync (UTC)"}, {label: "Last tie-out"}],
  page.tenants.map((tenant) => {
    const of = page.health[tenant.id];
    return [tenantName(tenant), figure(of.tables.length, "count"), figure(of.problems, "count"), figure(of.rejected, "count"),
      of.oldestSync ?? NONE, of.tieOut ? `${of.tieOut.different} of ${of.tieOut.compared} differ` : NONE];
  }));
}

function tablesHealth(of) {
  const head = [{label: "Table", words: true}, {label: "Rows"}, {label: "Received last"}, {label: "Rejected"},
    {label: "Last sync (UTC)"}, {label: "Age in hours"}, {label: "Problem", words: true}, {label: "Last error", long: true}];
  const row = ([name, rows, received, rejected, at, age, problem, error]) => [name, figure(rows, "count"), figure(received, "count"),
    figure(rejected, "count"), at ?? "never", age ?? NONE, problem || "none", error ?? ""];
  const wrong = of.tables.filter(([, , , , , , problem]) => problem);
  const verdict = of.problems
    ? el("p", {class: "problem"}, `${figure(of.problems, "count")} of ${counted(of.tables.length, "table")} ${of.problems === 1 ? "has" : "have"} a problem.`)
    : el("p", {}, `All ${figure(of.tables.length, "count")} tables are fresh; the oldest was synced at ${of.oldestSync} UTC.`);
  return el("div", {"data-health": of.problems ? "problem" : "fine"}, verdict,
    wrong.length ? table("Tables with a problem.", head, wrong.map(row)) : null,
    el("details", {}, el("summary", {}, "Freshness of each table"), table("Freshness of each table.", head, of.tables.map(row), {hideCaption: true})));
}

function tieOut(last) {
  const title = el("h3", {}, "Tie-out with ServiceTitan's reports");
  if (!last) return el("div", {}, title, el("p", {class: "note"}, "Never run. ", el("code", {}, "python -m loader tie-out"), " compares these figures with ServiceTitan's own reports."));
  const text = `${last.at}, days ${last.from} to ${last.to}: ${counted(last.compared, "figure")} compared, ${figure(last.different, "count")} ${last.different === 1 ? "differs" : "differ"}.`;
  return el("div", {"data-tie-out": last.different ? "differs" : "ties"}, title, el("p", {class: last.different ? "problem" : null}, text),
    last.rows.length ? table("Figures that differ.", [{label: "Report", words: true}, {label: "Row", words: true}, {label: "KPI", words: true},
      {label: "Warehouse"}, {label: "Report says"}, {label: "Explained by", words: true}],
    last.rows.map((row) => row.map((cell) => cell ?? NONE))) : null);
}
