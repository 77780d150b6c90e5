/* Sends what the outbox keeps: in order, each with the idempotency key it was kept with, so that the server does it
   once however often it arrives. Pages run it and, put before it, the field keeper (Background Sync). */
'use strict';
var HuiyinSending = (function () {
  var DAY = 24 * 3600 * 1000, OLD = 7 * DAY, PATIENCE = 60000, KEPT = 'field-1', store = HuiyinStore, running = null;
  var heard = self.BroadcastChannel ? new BroadcastChannel('huiyin-outbox') : null;

  function tellAll() { if (heard) { heard.postMessage('changed'); } if (self.document) { document.dispatchEvent(new Event('outbox')); } }
  function alone(act) { return self.navigator.locks ? navigator.locks.request('huiyin-outbox', act) : act(); }
  function ask(address, options, patience) {
    var stop = self.AbortController ? new AbortController() : null, timer;
    if (stop) { options.signal = stop.signal; timer = setTimeout(function () { stop.abort(); }, patience); }
    options.credentials = 'same-origin';
    options.cache = 'no-store';
    return fetch(address, options).then(function (answer) { clearTimeout(timer); return answer; });
  }

  /* --- whose telephone is it now? ------------------------------------------------------------------------------ */
  // Null without network. A seat that was ended is cleared before anything else happens.
  async function seat() {
    var held = await store.seats(), names = held.map(function (one) { return one.seat; }).filter(Boolean), answer, told;
    try {
      answer = await ask('/field/seat', { headers: { 'Huiyin-Seat': names.join(' ') } }, 10000);
      told = await answer.json();
    } catch (e) { return null; }
    if (!answer.ok) { return null; }
    for (var name of told.ended) {
      for (var one of held) { if (one.seat === name) { await store.wipe(one.who); if (self.caches) { await caches.delete(KEPT); } } }
    }
    return told;
  }

  /* --- one item ------------------------------------------------------------------------------------------------ */
  async function post(row, said, csrf) {
    var form = new FormData(), photos = await store.blobs(row, said);
    said.fields.forEach(function (pair) { form.append(pair[0], pair[1]); });
    said.files.forEach(function (file, place) { form.append(file.field, photos[place], file.name); });
    form.append('key', row.key);
    var age = Math.min(30 * 24 * 3600, Math.max(0, Math.round((Date.now() - row.at) / 1000)));
    return ask(said.path, { method: 'POST', body: form, redirect: 'manual',
      headers: { Accept: 'application/json', 'X-CSRFToken': csrf, 'Huiyin-Kept': String(age) } }, PATIENCE);
  }
  async function json(answer) { try { return await answer.json(); } catch (e) { return {}; } }
  async function send(row, csrf) {
    var said = await store.words(row), answer, told;
    await store.mark(row.order, { state: 'sending' });
    tellAll();
    try {
      answer = await post(row, said, csrf);
      if (answer.status === 200) { told = await answer.json(); }
    } catch (e) {
      await store.mark(row.order, { state: 'waiting', tries: row.tries + 1 });
      return 'away';
    }
    if (told && told.location) { return received(row, told); }
    if (answer.type === 'opaqueredirect' || answer.status === 401) { await store.mark(row.order, { state: 'door' }); return 'door'; }
    if ([0, 200, 403, 408, 425, 429].indexOf(answer.status) >= 0 || answer.status >= 500) {
      await store.mark(row.order, { state: 'waiting', tries: row.tries + 1, code: answer.status });
      return answer.status === 403 && row.tries < 1 ? 'again' : 'busy';
    }
    told = await json(answer);
    await store.tell(row, 'look', { said: told.said || [told.title, told.detail].filter(Boolean) }, { code: answer.status, final: false });
    return 'look';
  }
  // Done, or done and told that it no longer fitted: somebody else was faster.
  async function received(row, told) {
    var warned = told.told.some(function (one) { return /warning|error/.test(one.level); });
    var said = { said: told.told.map(function (one) { return one.text; }), location: told.location };
    await store.tell(row, warned ? 'look' : 'received', said, { doneAt: Date.now(), final: true });
    return warned ? 'look' : 'received';
  }

  /* --- all that wait ------------------------------------------------------------------------------------------- */
  async function all() {
    var now = await seat(), last = 'none', order, row;
    if (!now) { return 'away'; }
    if (!now.who) { await knock(); return 'door'; }
    await forget(now.who);
    for (order of await store.orders(now.who)) {
      row = await store.get(order);
      if (!row || row.state === 'look') { continue; }
      if (Date.now() - row.at > OLD && !row.sure) { await store.mark(order, { state: 'look', code: 'old', final: false }); continue; }
      last = await send(row, now.csrf);
      tellAll();
      if (last === 'away' || last === 'busy' || last === 'door' || last === 'again') { return last; }
    }
    return 'none';
  }
  async function knock() {
    for (var one of await store.seats()) {
      for (var order of await store.orders(one.who)) {
        var row = await store.get(order);
        if (row && row.state !== 'look') { await store.mark(order, { state: 'door' }); }
      }
    }
  }
  async function forget(who) {
    for (var row of await store.list(who)) {
      if (row.state === 'received' && Date.now() - row.doneAt > DAY) { await store.remove(row.order); }
    }
  }
  // One run at a time in a page, and by the lock one in all pages and the keeper.
  function run() {
    running = running || alone(all).then(finish, function (error) { finish(); throw error; });
    return running;
  }
  function finish(end) { running = null; tellAll(); return end; }

  return { run: run, tellAll: tellAll };
})();
