/* Order the milestones by dragging. The buttons "up" and "down" do the same without it. */
(function () {
  "use strict";
  function prepare() {
    var list = document.querySelector("ol[data-order]");
    if (!list || list.dataset.ready || !window.Sortable) { return; }
    list.dataset.ready = "1";
    window.Sortable.create(list, {
      handle: ".milestone-state",
      animation: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
      onEnd: function (event) {
        if (event.oldIndex === event.newIndex) { return; }
        var ids = Array.prototype.map.call(list.children, function (row) { return row.dataset.id; });
        window.htmx.ajax("POST", list.dataset.order, {
          target: "#milestones", swap: "outerHTML", values: { milestone: ids.filter(Boolean) }
        });
      }
    });
  }
  /* "Up" pressed by keyboard: the list comes back anew, and the same button is to be open and under the finger again. */
  var pressed = "";
  document.addEventListener("htmx:beforeRequest", function (event) {
    var button = event.target.closest && event.target.closest(".milestone-order") && document.activeElement;
    pressed = button ? button.id : "";
  });
  function keepFocus() {
    var button = pressed && document.getElementById(pressed);
    pressed = "";
    if (!button) { return; }
    button.closest("details").open = true;
    button.focus();
  }
  document.addEventListener("DOMContentLoaded", prepare);
  document.addEventListener("htmx:afterSettle", function () { prepare(); keepFocus(); });
  /* An up or down button that has nowhere to go keeps the focus and does nothing. */
  document.addEventListener("click", function (event) {
    if (event.target.closest("button[aria-disabled='true']")) { event.preventDefault(); event.stopPropagation(); }
  }, true);
}());
