/* Tick all on the page, and say how many are ticked. The list works without. */
(function () {
  "use strict";
  var all = document.querySelector("[data-pick-all]");
  var told = document.querySelector("[data-picked]");
  if (!all) { return; }
  function boxes() { return document.querySelectorAll("input[name='case'][form='bulk']"); }
  function count() {
    var n = document.querySelectorAll("input[name='case'][form='bulk']:checked").length;
    all.checked = n > 0 && n === boxes().length;
    all.indeterminate = n > 0 && n < boxes().length;
    if (told) { told.hidden = !n; told.textContent = String(n); }
  }
  all.hidden = false;
  all.addEventListener("change", function () {
    boxes().forEach(function (box) { box.checked = all.checked; });
    count();
  });
  document.addEventListener("change", function (event) {
    if (event.target.name === "case") { count(); }
  });
  count();
})();
