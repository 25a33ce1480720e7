"use strict";
const box = document.querySelector(".filter");
if (box) {
  const input = box.querySelector("input");
  const found = box.querySelector("#found");
  const none = document.querySelector(".none");
  const cards = [...document.querySelectorAll("article")].map((card) => ({
    card,
    text: card.textContent.toLowerCase(),
    entry: document.querySelector(`nav a[href="#${CSS.escape(encodeURI(card.id))}"]`)?.parentElement,
  }));
  const groups = document.querySelectorAll(".group, .boundary, .contents");
  const has = (group) => [...group.querySelectorAll("article, nav li")].some((item) => !item.hidden);

  const filter = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { card, text, entry } of cards) {
      const shown = words.every((word) => text.includes(word));
      card.hidden = !shown;
      if (entry) entry.hidden = !shown;
      if (shown) count += 1;
    }
    for (const group of groups) group.hidden = words.length > 0 && !has(group);
    none.hidden = count > 0 || words.length === 0;
    found.textContent = words.length === 0 ? "" : `${count} of ${cards.length}`;
  };

  box.hidden = false;
  input.addEventListener("input", filter);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    input.value = "";
    filter();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.matches("input") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    input.focus();
  });
  // What a link leads to is shown, whatever the filter says.
  window.addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURI(location.hash.slice(1)));
    if (!target || !target.closest("[hidden]")) return;
    input.value = "";
    filter();
    target.scrollIntoView();
  });
  const narrow = window.matchMedia("(max-width: 60rem)");
  const contents = document.querySelector("nav details");
  const fit = () => { contents.open = !narrow.matches; };
  narrow.addEventListener("change", fit);
  fit();
  filter();
}
