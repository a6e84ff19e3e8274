/* Documents are sent one by one, each with its own progress. Without this file they are sent in one form. */
(function () {
  "use strict";
  var doc = document;
  var form = doc.querySelector("form[data-send-each]");
  if (!form || !window.FormData || !window.XMLHttpRequest) { return; }
  var box = doc.getElementById("sending");

  function line(file) {
    var row = doc.createElement("li");
    var main = doc.createElement("div");
    main.className = "row-main";
    var name = doc.createElement("b");
    name.textContent = file.name;
    var told = doc.createElement("div");
    told.textContent = form.dataset.wordsWaits;
    var bar = doc.createElement("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    main.append(name, bar, told);
    row.append(main);
    return { row: row, bar: bar, told: told };
  }

  function send(file, number, drawn, kept, done) {
    var body = new FormData(form);
    body.delete("files");
    body.append("files", file, file.name);
    body.set("submit_key", (form.elements.submit_key.value + "-" + number).slice(0, 50));
    if (form.elements.files.files.length > 1) { body.set("several", "1"); }
    /* The receipt on the next page tells of them all. */
    if (kept === number && number === form.elements.files.files.length - 1) { body.set("all", number + 1); }
    var call = new XMLHttpRequest();
    call.open("POST", form.action || window.location.href);
    call.setRequestHeader("HX-Request", "true");
    call.upload.addEventListener("progress", function (event) {
      if (event.lengthComputable) { drawn.bar.value = 100 * event.loaded / event.total; }
    });
    call.upload.addEventListener("load", function () { drawn.told.textContent = form.dataset.wordsChecks; });
    call.addEventListener("loadend", function () {
      var good = call.status === 200;
      drawn.bar.remove();
      /* Our own server's fragment, escaped there. */
      if (call.status === 200 || call.status === 422 || call.status === 503) { drawn.told.innerHTML = call.responseText; }
      else { drawn.told.textContent = form.dataset.wordsFailed; }
      drawn.row.className = good ? "is-kept" : "is-refused";
      done(good, call.status);
    });
    drawn.told.textContent = form.dataset.wordsSends;
    call.send(body);
  }

  form.addEventListener("submit", function (event) {
    var files = Array.from(form.elements.files.files);
    if (form.dataset.busy) { event.preventDefault(); return; }
    if (!files.length) { return; }
    event.preventDefault();
    form.dataset.busy = "1";
    var list = doc.createElement("ul");
    list.className = "rows two";
    box.replaceChildren(list);
    var drawn = files.map(function (file) { var one = line(file); list.append(one.row); return one; });
    var bad = 0, again = new DataTransfer();
    box.scrollIntoView({ block: "nearest" });
    (function next(number) {
      if (number === files.length) {
        if (!bad) { window.location.assign(form.dataset.sendEach); return; }
        delete form.dataset.busy;
        delete form.dataset.sent;
        /* What could not be sent is chosen still; what was refused is told of, and the focus is there. */
        form.elements.files.files = again.files;
        form.elements.submit_key.value += "r";
        var refused = list.querySelector(".is-refused");
        refused.tabIndex = -1;
        refused.focus();
        return;
      }
      send(files[number], number, drawn[number], number - bad, function (good, status) {
        if (!good) { bad += 1; }
        if (!good && status !== 422) { again.items.add(files[number]); }
        next(number + 1);
      });
    })(0);
  });
})();
