"use strict";
// Reads the page's content, and shows what the filters choose of it.

const filters = Object.fromEntries(["tenant", "unit", "period"].map((name) => [name, document.getElementById(name)]));

async function unpack(text) {
  const bytes = Uint8Array.from(atob(text.trim()), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

function thisMonth(page) {
  return page.thisMonth;
}

function tenantName(tenant) {
  return `Tenant ${tenant.id}`;
}

function option(value, text) {
  return el("option", {value}, text);
}

function offerTenants(page) {
  const all = page.tenants.length > 1 ? [option("all", "All tenants")] : [];
  filters.tenant.replaceChildren(...all, ...page.tenants.map((tenant) => option(tenant.id, tenantName(tenant))));
  filters.period.replaceChildren(...page.periods.map(({key, label}) => option(key, label)));
}

function offerUnits(page) {
  const units = page.units.filter(([tenant]) => String(tenant) === filters.tenant.value);
  filters.unit.replaceChildren(option("all", "All business units"), ...units.map(([, unit, name]) => option(unit, name)));
  filters.unit.disabled = !units.length;
}

function chosen(page) {
  const tenant = filters.tenant.value;
  const unit = filters.unit.value;
  const period = page.periods.find(({key}) => key === filters.period.value);
  const [soFar, lastMonth] = page.periods;
  return {
    tenant,
    unit,
    period,
    tilePeriods: [soFar, period === soFar ? lastMonth : period],
    scope: unit === "all" ? tenant : `${tenant}/${unit}`,
    tenantName: filters.tenant.selectedOptions[0].textContent,
    unitName: filters.unit.selectedOptions[0].textContent,
  };
}

function show(page) {
  const choice = chosen(page);
  const what = [choice.tenantName, ...(choice.unit === "all" ? [] : [choice.unitName])].join(", ");
  document.getElementById("title").textContent = what;
  document.title = `${what}: ServiceTitan warehouse`;
  const newest = page.health[choice.tenant].newestSync;
  document.getElementById("asof").textContent =
    `Written ${page.written}${newest ? `, from data synced until ${newest} UTC` : ""}. Charts and lists show ${choice.period.label}.`;
  document.getElementById("kpis").replaceChildren(...tiles(page, choice));
  daysChart(page, choice);
  unitsChart(page, choice);
  boards(page, choice);
  bucketsChart("receivables", page, choice, "Open balances by age in days; 0-30 holds what is not due yet.", "invoice");
  bucketsChart("estimates", page, choice, "Value of open estimates by days since they were created; options of one job are all in it.", "estimate");
  health(page, choice);
  document.getElementById("announcement").textContent = `Showing ${what}, ${choice.period.label}.`;
}

async function main() {
  const page = await unpack(document.getElementById("content").textContent);
  offerTenants(page);
  offerUnits(page);
  if (page.leftOut) {
    const note = document.getElementById("left-out");
    note.textContent = `Left out for its size: ${page.leftOut}. A page of one tenant has them: python -m loader report --tenant ID`;
    note.hidden = false;
  }
  filters.tenant.addEventListener("change", () => { offerUnits(page); show(page); });
  filters.unit.addEventListener("change", () => show(page));
  filters.period.addEventListener("change", () => show(page));
  show(page);
  await Promise.all(drawn.values());
  new ResizeObserver(fitCharts).observe(document.getElementById("figures"));
  document.documentElement.dataset.shown = "true";
}

main().catch((error) => {
  const failure = document.getElementById("failure");
  failure.textContent = `The page cannot show its figures: ${error.message}. A browser of 2023 or later can.`;
  failure.hidden = false;
  throw error;
});
