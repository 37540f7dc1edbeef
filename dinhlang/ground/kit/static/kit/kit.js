// The offline kit: ticks, counts and closes one sitting without network, and sends it later as ordinary forms, each with its command id.
// What it knows lies in this phone's storage, written at every touch; the service worker gives the page back without network.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const root = $("kit");
  const words = Object.fromEntries([...document.querySelectorAll("#words [data-w]")].map((one) => [one.dataset.w, one.textContent]));
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
  const say = (name, values = {}) => fill(words[name], values);
  const lang = document.documentElement.lang;
  const when = (text) => new Date(text).toLocaleString(lang, { hour: "2-digit", minute: "2-digit", day: "numeric", month: "numeric", year: "numeric", timeZone: "Asia/Ho_Chi_Minh" });
  const HOME = /^(\/[a-z]{2})?\/[a-z-]+\/[a-z0-9]{16}\/ngoai-tuyen\/[a-z0-9]{16}\/$/;
  const MINUTES = Number(root.dataset.minutes);
  const MOST = Number(root.dataset.most);
  const SIGNS = Number(root.dataset.pass);
  const ROUNDS = Number(root.dataset.rounds);
  const PREFIX = "kit:";
  let kit = null;
  let losing = false;
  let busy = false; // while something is sent nothing else is written

  // --- what the phone keeps ---

  const known = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)).map((name) => JSON.parse(localStorage.getItem(name)));
  const find = (lease) => JSON.parse(localStorage.getItem(PREFIX + lease));
  function keep() {
    try {
      localStorage.setItem(PREFIX + kit.pack.lease, JSON.stringify(kit));
      return true;
    } catch (error) {
      $("stopped").textContent = say("no_room");
      return false;
    }
  }
  const fresh = (pack) => ({ pack, here: [], count: {}, closed: null, queue: [], n: pack.n });

  async function seal(key, text) {
    const raw = Uint8Array.from(key.match(/../g), (two) => parseInt(two, 16));
    const made = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    const sign = await crypto.subtle.sign("HMAC", made, new TextEncoder().encode(text));
    return [...new Uint8Array(sign)].map((one) => one.toString(16).padStart(2, "0")).join("");
  }

  // A saved file is locked with a passphrase: PBKDF2 makes the key, AES-GCM seals the text. The house opens it in the same way (locked.py).
  const coded = (bytes) => btoa(Array.from(new Uint8Array(bytes), (one) => String.fromCharCode(one)).join(""));
  const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  // White space at its ends does not count: the list of locked.py, not this browser's own.
  const SPACES = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]+";
  const bare = (typed) => typed.replace(new RegExp(`^${SPACES}|${SPACES}$`, "g"), "");
  async function lock(passphrase, salt, rounds) {
    const typed = new TextEncoder().encode(bare(passphrase).normalize("NFC"));
    const made = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
    return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, made, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }
  async function locked(text, passphrase) {
    const [salt, once] = [16, 12].map((n) => crypto.getRandomValues(new Uint8Array(n)));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: once }, await lock(passphrase, salt, ROUNDS), new TextEncoder().encode(text));
    return JSON.stringify({ rounds: ROUNDS, salt: coded(salt), once: coded(once), locked: coded(sealed) });
  }
  async function unlocked(outer, passphrase) {
    const key = await lock(passphrase, bytes(outer.salt), outer.rounds);
    return new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(outer.once) }, key, bytes(outer.locked)));
  }

  // --- whether the numbers can be true: the same rules and the same sentences as in the house ---

  function sheet() {
    const number = (text) => (/^\d{1,5}$/.test(text ?? "") ? Number(text) : NaN);
    return {
      took_part: number(kit.count.took_part),
      votes: kit.pack.choices.map((name, n) => number(kit.count[`votes-${n}`])),
      spoilt: kit.count.spoilt ? number(kit.count.spoilt) : 0,
    };
  }
  function wrong(found, pack, ticked) {
    const { took_part, votes, spoilt } = found;
    const said = pack.words;
    if ([took_part, spoilt, ...votes].some((one) => !Number.isInteger(one) || one < 0)) return said.not_whole;
    if (took_part > pack.on_roll) return fill(said.more, { took_part, on_roll: pack.on_roll });
    const most = Math.max(0, ...votes);
    const sum = votes.reduce((all, one) => all + one, 0);
    if (spoilt > took_part || most > took_part - spoilt) return fill(said.too_many, { sum: spoilt + most, took_part });
    if (sum > pack.seats * (took_part - spoilt)) return fill(said.too_many, { sum: sum + spoilt, took_part });
    if (ticked && ticked !== took_part) return fill(said.unticked, { ticked, took_part });
    return "";
  }
  const whole = () => ["took_part", ...kit.pack.choices.map((name, n) => `votes-${n}`)].every((name) => (kit.count[name] ?? "") !== "");

  // --- the queue ---

  const last = (kind) => kit.queue.filter((one) => one.kind === kind).pop();
  const waits = () => kit.queue.filter((one) => !one.state);
  async function write(kind, more) {
    kit.n += 1;
    const said = { id: crypto.randomUUID(), lease: kit.pack.lease, n: kit.n, kind, at: new Date().toISOString(), closed: kit.closed, ...more };
    const text = JSON.stringify(said);
    kit.queue.push({ id: said.id, kind, at: said.at, closed: kit.closed, same: JSON.stringify(more), text, seal: await seal(kit.pack.key, text) });
  }
  const differs = (kind, more) => last(kind)?.same !== JSON.stringify(more);
  // Tried on a bad line before the sitting was closed: written anew, so that it says when the sitting ended.
  const unanswered = (kind) => Boolean(kit.closed && last(kind) && !last(kind).state && !last(kind).closed);
  async function queue() {
    kit.queue = kit.queue.filter((one) => one.state || one.tried);
    const here = { numbers: kit.here };
    if (kit.pack.register && (kit.here.length || last("tick")) && (differs("tick", here) || unanswered("tick"))) await write("tick", here);
    if (whole() && !wrong(sheet(), kit.pack, 0) && (differs("count", sheet()) || unanswered("count"))) await write("count", sheet());
    if (kit.closed && !last("close")) await write("close", {});
  }

  // --- what is shown ---

  function unsent() {
    const waiting = new Set(waits().map((one) => one.kind));
    if (!kit.closed) {
      if (kit.pack.register && (kit.here.length || last("tick")) && differs("tick", { numbers: kit.here })) waiting.add("tick");
      if (whole() && differs("count", sheet())) waiting.add("count");
    }
    return ["tick", "count", "close"].filter((kind) => waiting.has(kind));
  }
  function chip(css, text) {
    const made = document.createElement("span");
    made.className = `chip ${css}`;
    made.textContent = text;
    return made;
  }
  function showState() {
    const left = unsent();
    const done = kit.queue.some((one) => one.state);
    $("unsent").replaceChildren(
      ...(left.length ? [`${say("unsent")}: `, ...left.map((kind) => chip("late", say(kind)))] : [chip(done ? "done" : "wait", say(done ? "all_sent" : "nothing"))]),
    );
    $("ticked").textContent = say("ticked", { n: kit.here.length, of: kit.pack.on_roll });
    const found = sheet();
    const stop = whole() ? wrong(found, kit.pack, kit.here.length) : "";
    let said = "";
    if (whole()) {
      said = stop || say("adds_up");
      if (!stop && kit.pack.least) said += ` ${fill(found.votes[0] >= kit.pack.least ? kit.pack.words.enough : kit.pack.words.short, { n: found.votes[0], least: kit.pack.least })}`;
    } else if (new Date() < new Date(kit.pack.begins)) said = say("opens", { when: when(kit.pack.begins) });
    $("checked").textContent = said;
    $("checked").classList.toggle("stop", Boolean(stop));
    $("open-words").hidden = $("close").hidden = Boolean(kit.closed);
    $("closed-words").hidden = !kit.closed;
    if (kit.closed) $("closed-words").textContent = say("closed", { when: when(kit.closed) });
    for (const one of document.querySelectorAll("#here input, #count input")) one.disabled = Boolean(kit.closed);
    $("sent").replaceChildren(...kit.queue.map(sentRow));
    $("sent").hidden = !kit.queue.length;
    const over = Date.now() > new Date(kit.pack.until);
    $("facts").textContent = `${say("facts", { device: kit.pack.device, until: when(kit.pack.until) })} ${over ? say("over", { until: when(kit.pack.until) }) : ""}`;
  }
  function sentRow(one) {
    const row = document.createElement("li");
    row.append(say(one.kind), " ", chip(one.css || "late", one.word || say("unsent")));
    const time = document.createElement("div");
    time.className = "meta";
    time.append(when(one.at));
    if (one.receipt && /^(\/[a-z]{2})?\/[a-z-]+\/[a-z0-9]+\/$/.test(one.receipt)) {
      const link = document.createElement("a");
      link.href = one.receipt;
      link.textContent = say("receipt");
      time.append(" · ", link);
    }
    row.append(time);
    if (one.said) {
      const why = document.createElement("p");
      why.className = "note small";
      why.textContent = one.said;
      row.append(why);
    }
    return row;
  }
  function field(name, label, help) {
    const made = document.createElement("div");
    made.className = "field";
    const title = document.createElement("label");
    title.htmlFor = `f-${name}`;
    title.textContent = label;
    const input = document.createElement("input");
    Object.assign(input, { id: `f-${name}`, inputMode: "numeric", autocomplete: "off", maxLength: 5, value: kit.count[name] ?? "" });
    input.addEventListener("input", () => {
      kit.count[name] = input.value.trim();
      changed();
    });
    made.append(title);
    if (help) {
      const text = document.createElement("p");
      text.className = "help";
      text.id = `h-${name}`;
      text.textContent = help;
      input.setAttribute("aria-describedby", text.id);
      made.append(text);
    }
    made.append(input);
    return made;
  }
  function household([number, name]) {
    const row = document.createElement("li");
    const label = document.createElement("label");
    const box = document.createElement("input");
    const bold = document.createElement("b");
    Object.assign(box, { type: "checkbox", value: number, checked: kit.here.includes(number) });
    bold.textContent = number;
    label.append(box, bold, name);
    row.append(label);
    row.classList.toggle("on", box.checked);
    box.addEventListener("change", () => {
      kit.here = kit.here.filter((one) => one !== number);
      if (box.checked) kit.here.push(number);
      const order = kit.pack.households.map(([one]) => one);
      kit.here.sort((a, b) => order.indexOf(a) - order.indexOf(b));
      row.classList.toggle("on", box.checked);
      changed();
    });
    return row;
  }
  function show() {
    const all = known();
    $("none").hidden = Boolean(kit) || all.length > 0;
    $("pick").hidden = Boolean(kit) || !all.length;
    $("meeting").hidden = !kit;
    $("s-load").hidden = false;
    if (!kit) {
      $("kits").replaceChildren(...all.map(kitLink));
      return;
    }
    const pack = kit.pack;
    $("others").hidden = all.length < 2;
    $("title").textContent = pack.title;
    $("where").textContent = [pack.village, pack.sitting, pack.way, pack.at].join(" · ");
    $("lines").replaceChildren(...pack.lines.map(paragraph));
    $("question").hidden = !pack.lines.length;
    $("passes").replaceChildren(...pack.passes.map(paragraph));
    $("s-here").hidden = !pack.register;
    $("here").replaceChildren(...pack.households.map(household));
    if (pack.register && !pack.households.length) $("here").replaceChildren(Object.assign(document.createElement("li"), { textContent: say("erased") }));
    $("seek").hidden = $("seek").previousElementSibling.hidden = !pack.households.length;
    $("fields").replaceChildren(
      field("took_part", say("took_part")), ...pack.choices.map((name, n) => field(`votes-${n}`, name)), field("spoilt", say("spoilt"), say("optional")),
    );
    let n = pack.register ? 1 : 0;
    for (const step of document.querySelectorAll(".step")) step.textContent = `${++n}. `;
    $("online").href = pack.home;
    seek();
    showState();
  }
  function kitLink(one) {
    const row = document.createElement("li");
    const open = document.createElement("button");
    Object.assign(open, { type: "button", className: "quiet", textContent: `${one.pack.title}: ${one.pack.sitting}, ${one.pack.at}` });
    open.addEventListener("click", () => choose(one));
    row.append(open);
    return row;
  }
  function paragraph(text) {
    const made = document.createElement("p");
    made.textContent = text;
    return made;
  }
  function choose(one) {
    kit = one;
    losing = false;
    for (const id of ["stopped", "answer", "loaded", "losing", "saved"]) $(id).textContent = "";
    $("lock").value = "";
    show();
  }
  function changed() {
    $("stopped").textContent = "";
    keep();
    showState();
  }
  const folded = (text) => text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/\p{M}/gu, "");
  function seek() {
    const wanted = folded($("seek").value.trim());
    const digits = /^\d+$/.test(wanted);
    [...$("here").children].forEach((row, n) => {
      const [number, name] = kit.pack.households[n] ?? ["", ""];
      row.hidden = Boolean(wanted) && !(digits ? folded(number).startsWith(wanted) : folded(name).includes(wanted));
    });
  }

  // --- what is pressed ---

  async function close() {
    if (busy) return;
    const stop = !whole() ? say("fill") : wrong(sheet(), kit.pack, kit.here.length);
    $("stopped").textContent = stop;
    if (stop) return;
    kit.closed = new Date().toISOString();
    await queue();
    if (!keep()) {
      kit = find(kit.pack.lease);
    }
    showState();
  }

  async function ask(path, form) {
    const answer = await fetch(path, form ? { method: "POST", body: form, credentials: "same-origin" } : { credentials: "same-origin", cache: "no-store" });
    if (!(answer.headers.get("Content-Type") || "").includes("json")) throw new Error("no answer of ours");
    return { ok: answer.ok, ...(await answer.json()) };
  }
  function clock(now) {
    const minutes = Math.round((Date.now() - new Date(now)) / 60000);
    $("clock").hidden = Math.abs(minutes) < MINUTES;
    $("clock").textContent = say("clock", { minutes: Math.abs(minutes) });
  }
  function stopped(answer) {
    $("answer").textContent = answer.said;
    if (answer.sign_in) {
      $("sign-in").hidden = false;
      $("sign-in").firstElementChild.href = answer.sign_in;
    }
  }
  async function send() {
    if (busy) return;
    const button = $("send");
    busy = button.disabled = $("meeting").inert = true;
    let refused = null;
    $("sign-in").hidden = true;
    try {
      if (!kit.closed) await queue();
      keep();
      showState();
      const status = await ask(`${kit.pack.home}trang-thai.json`);
      if (!status.ok) return stopped(status);
      clock(status.now);
      for (const one of kit.queue) if (status.items[one.id] && one.state) Object.assign(one, status.items[one.id]);
      for (const one of waits()) {
        one.tried = true;
        keep();
        const form = new FormData();
        for (const [name, value] of Object.entries({ command_id: one.id, text: one.text, seal: one.seal, csrfmiddlewaretoken: status.token })) form.set(name, value);
        const { ok, ...answer } = await ask(`${kit.pack.home}gui/`, form);
        if (!ok) {
          one.said = answer.said;
          keep();
          showState();
          if (answer.sign_in) return stopped(answer);
          refused = answer; // what comes after it is not held up by it
          continue;
        }
        Object.assign(one, answer);
        keep();
      }
      if (refused) return stopped(refused);
      $("answer").textContent = say(kit.queue.length ? "all_sent" : "nothing");
      // The house has everything, or takes nothing more: nobody's name stays on the phone.
      if (kit.closed || status.revoked || Date.now() > new Date(kit.pack.until)) {
        kit.pack.households = [];
        keep();
        show();
      }
    } catch (error) {
      $("answer").textContent = say("no_line");
    } finally {
      busy = button.disabled = $("meeting").inert = false;
      keep();
      showState();
    }
  }

  async function save() {
    if (busy) return;
    if (!window.crypto?.subtle) {
      $("saved").textContent = say("no_lock");
      return;
    }
    const passphrase = $("lock").value;
    if (bare(passphrase).length < SIGNS) {
      $("saved").textContent = say("no_pass", { n: SIGNS });
      return;
    }
    if (!kit.closed) await queue();
    keep();
    showState();
    $("saved").textContent = say("locking");
    const inner = JSON.stringify(kit);
    const text = await locked(JSON.stringify({ kit: inner, seal: await seal(kit.pack.key, inner) }), passphrase);
    $("lock").value = "";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `hop-${kit.pack.lease}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    $("saved").textContent = say("saved");
  }
  async function read(text) {
    let outer;
    let inner;
    try {
      if (text.length > 2 * MOST) return say("no_kit");
      outer = JSON.parse(text);
      if (!Number.isInteger(outer.rounds) || outer.rounds < 1 || outer.rounds > 4 * ROUNDS) return say("no_kit");
      const [salt, once, whole] = [outer.salt, outer.once, outer.locked].map(bytes);
      if (salt.length !== 16 || once.length !== 12 || !whole.length) return say("no_kit");
    } catch (error) {
      return say("no_kit");
    }
    if (!window.crypto?.subtle) return say("no_lock_load");
    try {
      outer = JSON.parse(await unlocked(outer, $("unlock").value));
    } catch (error) {
      return say("wrong_pass");
    }
    try {
      inner = JSON.parse(outer.kit);
      const pack = inner.pack;
      const good = HOME.test(pack.home) && /^[a-z0-9]{16}$/.test(pack.lease) && pack.home.includes(`/${pack.lease}/`) && /^[0-9a-f]{64}$/.test(pack.key);
      if (!good || !Array.isArray(inner.queue) || !Array.isArray(inner.here) || !Array.isArray(pack.households)) return say("no_kit");
      if ((await seal(pack.key, outer.kit)) !== outer.seal) return say("altered");
    } catch (error) {
      return say("no_kit");
    }
    if (kit && kit.pack.lease !== inner.pack.lease) return say("other", { title: inner.pack.title });
    const mine = find(inner.pack.lease);
    if (mine && (mine.n > inner.n || mine.closed || mine.here.length > inner.here.length)) return say("older");
    choose(inner);
    return keep() ? say("loaded") : say("no_room");
  }
  async function load(event) {
    const file = event.target.files[0];
    if (!file || busy) return;
    $("loaded").textContent = say("locking");
    const said = await read(await file.text());
    if (said === say("loaded")) $("unlock").value = "";
    $("loaded").textContent = said;
    event.target.value = "";
  }
  function remove() {
    if (unsent().length && !losing) {
      losing = true;
      $("losing").textContent = say("lose");
      return;
    }
    localStorage.removeItem(PREFIX + kit.pack.lease);
    choose(null);
  }

  // --- the page itself, kept for later ---

  async function install() {
    try {
      await navigator.serviceWorker.register("worker.js");
      const page = await fetch(location.pathname, { credentials: "omit", cache: "no-store" });
      const html = await page.clone().text();
      if (!page.ok) throw new Error("no page");
      const found = new DOMParser().parseFromString(html, "text/html");
      const parts = [...found.querySelectorAll("link[href], script[src]")].map((one) => one.getAttribute("href") || one.getAttribute("src"));
      const store = await caches.open("kit");
      await store.addAll(parts);
      await store.put(location.pathname, page);
      const wanted = new Set([location.pathname, ...parts]);
      for (const one of await store.keys()) if (!wanted.has(new URL(one.url).pathname) && new URL(one.url).pathname.includes("/static/")) await store.delete(one);
      navigator.storage?.persist?.();
      $("ready").textContent = say("ready");
    } catch (error) {
      const kept = "caches" in window && (await caches.match(location.pathname, { ignoreVary: true }));
      $("ready").textContent = say(kept ? "ready" : "not_ready");
    }
    $("ready").hidden = false;
  }
  async function carry() {
    const home = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
    if (!HOME.test(home)) return;
    try {
      const { ok, ...pack } = await ask(`${home}goi.json`);
      if (!ok) {
        $("loaded").textContent = pack.said;
        return;
      }
      const mine = find(pack.lease);
      kit = mine ? { ...mine, pack: mine.closed ? mine.pack : pack } : fresh(pack);
      keep();
      clock(pack.now);
    } catch (error) {
      $("loaded").textContent = say("no_line");
    }
  }
  async function begin() {
    if (location.hash) await carry();
    if (!kit) {
      const all = known();
      if (all.length === 1) kit = all[0];
    }
    show();
    await install();
  }

  $("seek").addEventListener("input", seek);
  $("count").addEventListener("submit", (event) => event.preventDefault());
  $("close").addEventListener("click", close);
  $("send").addEventListener("click", send);
  $("save").addEventListener("click", save);
  $("load").addEventListener("change", load);
  $("remove").addEventListener("click", remove);
  $("others").firstElementChild.addEventListener("click", (event) => {
    event.preventDefault();
    choose(null);
  });
  window.addEventListener("hashchange", async () => {
    if (!location.hash || location.hash === "#" || busy) return;
    kit = null;
    await carry();
    show();
  });
  window.dinhlangKit = { wrong };
  begin();
})();
