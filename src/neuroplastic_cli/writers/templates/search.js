// Search in INDEX: rows of title, kind, address and texts, the first of them its names.
"use strict";

const MOST = 30;
const KINDS = {
  therapies: "therapy", conditions: "condition", concepts: "word explained",
  sources: "source", article: "the article",
};

function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

// Where one of the words begins a word of the text: [start, end], or nothing.
function places(text, words) {
  const found = [];
  for (const match of folded(text).matchAll(/[\p{L}\p{N}]+/gu)) {
    const word = words.find((each) => match[0].startsWith(each));
    if (word) found.push([match.index, match.index + match[0].length, word]);
  }
  return found;
}

function hits(words) {
  const found = [];
  for (const [title, kind, address, texts] of INDEX) {
    const held = new Set();
    let best = null;
    texts.forEach((text, place) => {
      const here = places(text, words);
      here.forEach(([, , word]) => held.add(word));
      const count = new Set(here.map(([, , word]) => word)).size;
      if (count && (!best || count > best.count)) best = { text, place, count };
    });
    if (held.size === words.length) found.push({ title, kind, address, ...best });
  }
  const order = (hit) => [-hit.count, Math.min(hit.place, 2), hit.kind === "sources"];
  return found.sort((a, b) => {
    const [x, y] = [order(a), order(b)];
    const at = x.findIndex((value, index) => value !== y[index]);
    return at < 0 ? 0 : x[at] - y[at];
  });
}

// The sentences of the text that hold a word, with the words marked.
function sentence(text, words) {
  const said = document.createElement("p");
  for (const part of text.split(/(?<=[.?!])\s+/)) {
    // Folding may change a text's length; then the part stands without marks.
    const marks = folded(part).length === part.length ? places(part, words) : [];
    if (!marks.length && !places(part, words).length) continue;
    let end = 0;
    for (const [from, to] of marks) {
      const mark = document.createElement("mark");
      mark.textContent = part.slice(from, to);
      said.append(part.slice(end, from), mark);
      end = to;
    }
    said.append(part.slice(end) + " ");
  }
  return said;
}

function show(asked) {
  const words = [...new Set(folded(asked).match(/[\p{L}\p{N}]+/gu) || [])];
  const found = words.length ? hits(words) : [];
  const list = document.getElementById("hits");
  list.replaceChildren(...found.slice(0, MOST).map((hit) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = hit.address;
    link.textContent = hit.title;
    item.append(link, ` (${KINDS[hit.kind] || hit.kind})`, sentence(hit.text, words));
    return item;
  }));
  const more = found.length > MOST ? `, the first ${MOST} of them shown` : "";
  document.getElementById("found").textContent = !words.length ? ""
    : found.length ? `${found.length} found${more}.`
      : `Nothing was found for “${asked}”. Try other words.`;
}

const form = document.getElementById("search");
const input = document.getElementById("words");
form.hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.replaceState(null, "", `?words=${encodeURIComponent(input.value)}`);
  show(input.value);
});
input.value = new URLSearchParams(location.search).get("words") || "";
show(input.value);
