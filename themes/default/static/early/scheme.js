// The switch between light and dark. Without this script the reader's system decides, and so it does until the
// switch is used; it decides again once the choice is the system's own.
(function () {
  "use strict";
  var root = document.documentElement;
  var system = matchMedia("(prefers-color-scheme: dark)");
  var place = "plaudit-scheme";

  // A browser may refuse to remember: then the choice holds for this page.
  function remembered() {
    try { return localStorage.getItem(place); } catch (refused) { return null; }
  }
  function remember(choice) {
    try {
      if (choice) localStorage.setItem(place, choice); else localStorage.removeItem(place);
    } catch (refused) { /* as above */ }
  }
  function systems() { return system.matches ? "dark" : "light"; }
  function shown() { return root.dataset.scheme || systems(); }
  function other() { return shown() === "dark" ? "light" : "dark"; }

  // This runs before anything is painted, so that a dark page does not begin with a light one.
  var chosen = remembered();
  if (chosen === "dark" || chosen === "light") root.dataset.scheme = chosen;

  document.addEventListener("DOMContentLoaded", function () {
    var button = document.querySelector(".scheme");
    if (!button) return;
    function name() { button.firstElementChild.textContent = button.dataset[other()]; }
    button.addEventListener("click", function () {
      var choice = other();
      var isSystems = choice === systems();
      if (isSystems) delete root.dataset.scheme; else root.dataset.scheme = choice;
      remember(isSystems ? null : choice);
      name();
    });
    system.addEventListener("change", name);
    name();
    button.hidden = false;
  });
})();
