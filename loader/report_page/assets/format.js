"use strict";
// How figures are written. Nothing here adds, divides or compares them.

const NONE = "–";
const WHOLE_MONEY = new Intl.NumberFormat("en-US", {style: "currency", currency: "USD", maximumFractionDigits: 0});
const MONEY = new Intl.NumberFormat("en-US", {style: "currency", currency: "USD"});
const COUNT = new Intl.NumberFormat("en-US", {maximumFractionDigits: 0});
const PERCENT = new Intl.NumberFormat("en-US", {style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1});
const FACTOR = new Intl.NumberFormat("en-US", {minimumFractionDigits: 1, maximumFractionDigits: 2});
const DAY = new Intl.DateTimeFormat("en-US", {weekday: "short", day: "numeric", month: "short", timeZone: "UTC"});
const MONTH = new Intl.DateTimeFormat("en-US", {month: "long", year: "numeric", timeZone: "UTC"});
const SHORT_MONTH = new Intl.DateTimeFormat("en-US", {month: "short", timeZone: "UTC"});

function figure(value, unit) {
  if (value === null || value === undefined) return NONE;
  switch (unit) {
    case "money": return (value !== 0 && Math.abs(value) < 100 ? MONEY : WHOLE_MONEY).format(value);
    case "count": return COUNT.format(value);
    case "ratio": return PERCENT.format(value);
    case "factor": return `${FACTOR.format(value)}×`;
    default: throw new Error(`unknown unit ${unit}`);
  }
}

// "1 invoice", "2 invoices", "1,200 rows"
function counted(count, one) {
  return `${figure(count, "count")} ${one}${count === 1 ? "" : "s"}`;
}

function day(month, number) {
  return DAY.format(new Date(`${month}-${String(number).padStart(2, "0")}T00:00:00Z`));
}

function monthBefore(month, months) {
  const [year, number] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 - months, 1)).toISOString().slice(0, 7);
}

function monthName(month) {
  return MONTH.format(new Date(`${month}-01T00:00:00Z`));
}

// "Oct" of this year or "Oct 2025"; "Oct 1–25" for its days up to `lastDay`.
function monthPart(month, lastDay, withYear) {
  const [year, number] = month.split("-").map(Number);
  const name = SHORT_MONTH.format(new Date(`${month}-01T00:00:00Z`));
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const days = lastDay ? ` 1–${Math.min(lastDay, length)}` : "";
  return `${name}${days}${withYear ? `${days && ","} ${year}` : ""}`;
}

// el("p", {class: "note"}, "text", otherElement)
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// Text in which `names` are code.
function prose(text) {
  return el("p", {}, ...text.split("`").map((part, at) => (at % 2 ? el("code", {}, part) : part)));
}
