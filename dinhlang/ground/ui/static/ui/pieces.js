// Sends the file of a form in pieces and goes on where it stopped: after a lost line by itself, after the page was closed as soon as the
// same file is chosen. At the end the form itself is sent. Without script, or where this gives up, the form sends the file whole.
// Written for old telephones: nothing newer than XMLHttpRequest with a Blob. Nothing is kept in the browser.
(function () {
  "use strict";
  var box = document.getElementById("pieces"), bar = document.getElementById("pieces-bar"), said = document.getElementById("pieces-said");
  var now = document.getElementById("pieces-now");
  var form = box, slice = window.Blob && (Blob.prototype.slice || Blob.prototype.webkitSlice);
  while (form && form.nodeName !== "FORM") form = form.parentNode;
  if (!form || !slice || !window.FileReader || !window.JSON) return;
  var words = box.dataset, least = Number(words.least), most = Number(words.most);
  var input = form.querySelector("input[type=file]"), button = form.querySelector("p.acts button");
  var file, mark, at, piece, wait, timer, told, lost, failed, busy = false, whole = false;

  function part(from, to) { return slice.call(file, from, to, "application/octet-stream"); }
  function percent() { return Math.floor(at * 100 / file.size); }
  function quarter() { return Math.floor(percent() / 25); }
  function say(text) { box.hidden = false; said.textContent = text.replace("#", percent); }
  function draw(sent) {
    bar.hidden = false;
    bar.value = Math.min(100, sent * 100 / file.size);
    now.textContent = Math.floor(bar.value) + "%";
  }

  // A mark by which the house knows the file again: two sums over its beginning and end, beside its size. Neither its name nor its time:
  // some telephones give the same photograph others each time it is chosen.
  function marked(then) {
    var a = 7, b = 11, ends = 65536;
    function add(byte) { a = (a * 257 + byte) % 2147483647; b = (b * 65599 + byte) % 2147483629; }
    function read(blob, next) {
      var reader = new FileReader();
      reader.onerror = function () { stop(); };
      reader.onload = function () {
        var bytes = new Uint8Array(reader.result);
        for (var i = 0; i < bytes.length; i += 1) add(bytes[i]);
        next();
      };
      reader.readAsArrayBuffer(blob);
    }
    read(part(0, ends), function () {
      read(part(Math.max(0, file.size - ends), file.size), function () {
        then(("0000000" + a.toString(16)).slice(-8) + ("0000000" + b.toString(16)).slice(-8));
      });
    });
  }

  // Without an answer, or with one that says "later": again after a while, which grows. With any other one: the form, whole.
  function ask(method, from, body, then) {
    var asked = new XMLHttpRequest(), began = Date.now(), over = false;
    function later(seconds) {
      if (over) return;
      over = true;
      if (body) { piece = Math.max(least, piece / 2); failed += 1; }
      if (!lost) say(words.lost);
      lost = true;
      button.disabled = false;  // who presses it does not wait
      wait = Math.min(60, Math.max(seconds || 0, wait ? wait * 2 : 2));
      timer = setTimeout(resume, wait * 1000);
    }
    asked.open(method, words.to + "?tep=" + mark + "&co=" + file.size + (body ? "&tu=" + from : ""));
    asked.timeout = 90000;
    asked.onerror = asked.ontimeout = asked.onabort = function () { later(); };
    asked.onload = function () {
      var found = {};
      try { found = JSON.parse(asked.responseText); } catch (error) { /* a page, not an answer of ours */ }
      if (asked.status === 200 || asked.status === 409) {
        if (typeof found.kept !== "number") { stop(); return; }
        if (body) wait = failed = 0;
        then(found, Date.now() - began);
      } else if (asked.status === 429 || asked.status === 408 || (asked.status >= 500 && asked.status !== 507)) {
        later(Number(asked.getResponseHeader("Retry-After")));
      } else {
        stop(found.say);
      }
    };
    if (body) {
      asked.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
      asked.setRequestHeader("Content-Type", "application/octet-stream");
      if (asked.upload) asked.upload.onprogress = function (event) { draw(from + Math.min(event.loaded, body.size)); };
    }
    asked.send(body);
  }

  function resume() {
    clearTimeout(timer);
    timer = 0;
    button.disabled = true;
    ask("GET", 0, null, function (found) {
      at = found.kept;
      if (found.done) { rest(words.done); return; }
      if (failed > 10) { stop(); return; }  // questions come through and no piece ever does: something in between does not let it
      if (lost || at) { say(words.again); told = quarter(); }
      lost = false;
      next();
    });
  }

  function next() {
    draw(at);
    if (at >= file.size) { finish(); return; }
    if (quarter() !== told) { told = quarter(); say(told ? words.sent.replace("#", told * 25) : words.begins); }  // a screen reader hears four of these, and what happens to the line
    var from = at, body = part(at, Math.min(file.size, at + piece));
    ask("POST", from, body, function (found, took) {
      at = found.kept;
      if (took > 8000) piece = Math.max(least, piece / 2);
      else if (took < 2000 && body.size === piece) piece = Math.min(most, piece * 2);
      next();
    });
  }

  function hidden(name, value) {
    var field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.appendChild(field);
  }

  function finish() {
    say(words.last);
    hidden("tep", mark);
    hidden("co", file.size);
    hidden("ten", file.name);
    input.disabled = true;
    form.submit();
  }

  function rest(text) {
    busy = false;
    button.disabled = false;
    bar.hidden = true;
    now.textContent = "";
    say(text);
  }

  function stop(why) {
    whole = true;
    rest(why || words.no);
  }

  form.addEventListener("submit", function (event) {
    file = input.files && input.files[0];
    if (whole || !file || file.size <= most) return;
    event.preventDefault();
    if (timer) resume();
    if (busy) return;
    busy = true;
    at = wait = timer = failed = 0;
    piece = Math.max(least, most / 2);
    told = -1;
    lost = false;
    marked(function (found) { mark = found; resume(); });
  });
  input.addEventListener("change", function () { whole = false; });
  window.addEventListener("online", function () { if (timer) resume(); });
  window.addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });
  if (words.waits) { box.hidden = false; said.textContent = words.waits; }
})();
