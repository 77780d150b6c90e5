/* The pages' side of the outbox: a form marked data-outbox is kept on the telephone before anything is sent. When the
   server answers in time, the page goes on as it would have without this file; when not, the form gives way to a line
   that says where it waits. A browser that can keep nothing sends forms as always, and says so without network. */
(function () {
  'use strict';
  var root = document.documentElement, here = document.getElementById('outbox'), store = window.HuiyinStore, sending = window.HuiyinSending;
  if (!here || !window.Promise || !window.FormData) { return; }
  var said = here.dataset, who = said.who, old = +root.getAttribute('data-age') > 0, able = !!(store && store.able()), ready = null;
  var PATIENCE = 5000, BIGGEST = 400000, SIDE = 1600;

  function make(tag, name, text) { var e = document.createElement(tag); if (name) { e.className = name; } if (text) { e.textContent = text; } return e; }
  function link(address, text) { var a = make('a', 'button button-quiet', text); a.href = address; return a; }
  function number() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.prototype.map.call(bytes, function (one) { return ('0' + one.toString(16)).slice(-2); }).join('');
  }

  /* --- what a form says ---------------------------------------------------------------------------------------- */
  function shrink(file) {
    if (!/^image\//.test(file.type) || file.size <= BIGGEST || !self.createImageBitmap || !(window.CSS && CSS.supports('image-orientation', 'from-image'))) { return Promise.resolve(file); }
    return new Promise(function (resolve) {
      var picture = new Image(), url = URL.createObjectURL(file);
      picture.onerror = function () { URL.revokeObjectURL(url); resolve(file); };
      picture.onload = function () {
        var scale = Math.min(1, SIDE / Math.max(picture.naturalWidth, picture.naturalHeight)), canvas = make('canvas');
        canvas.width = Math.round(picture.naturalWidth * scale);
        canvas.height = Math.round(picture.naturalHeight * scale);
        canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
        URL.revokeObjectURL(url);
        canvas.toBlob(function (small) { resolve(small && small.size < file.size ? new File([small], file.name.replace(/\.\w+$/, '') + '.jpg', { type: 'image/jpeg' }) : file); }, 'image/jpeg', 0.8);
      };
      picture.src = url;
    });
  }
  async function read(form, button) {
    var words = { path: new URL(form.action).pathname, title: form.dataset.outbox, about: form.dataset.about || '', fields: [], files: [] }, blobs = [], key = '';
    for (var pair of Array.from(new FormData(form))) {
      if (pair[0] === 'csrfmiddlewaretoken') { continue; }
      if (pair[0] === 'key') { key = pair[1]; continue; }
      if (typeof pair[1] === 'string') { words.fields.push(pair); continue; }
      if (!pair[1].size) { continue; }
      var file = await shrink(pair[1]);
      words.files.push({ field: pair[0], name: file.name, type: file.type });
      blobs.push(file);
    }
    if (button && button.name) { words.fields.push([button.name, button.value]); }
    // A kept copy of a page is filled in many times: each time is a write of its own.
    return { key: old || !key ? number() : key, who: who, at: Date.now(), words: words, blobs: blobs };
  }

  /* --- sending a form ------------------------------------------------------------------------------------------ */
  // As on coming back to the page: the other scripts give the form free, after they have locked it.
  function unlock() { setTimeout(function () { window.dispatchEvent(new Event('pageshow')); }, 0); }
  function note(form, tone, sentences) {
    var box = form.querySelector('[data-outbox-note]') || make('div');
    box.className = 'notice tone-' + tone;
    box.setAttribute('data-outbox-note', '');
    box.setAttribute('role', 'alert');
    box.tabIndex = -1;
    box.textContent = '';
    sentences.forEach(function (one) { box.appendChild(make('p', '', one)); });
    form.insertBefore(box, form.firstChild);
    unlock();
    box.focus();
  }
  function kept(form, order, state) {
    var box = make('div', 'notice tone-amber outbox-kept');
    box.setAttribute('role', 'status');
    box.setAttribute('data-outbox-kept', order);
    box.tabIndex = -1;
    box.appendChild(make('p', '', form.dataset.outbox + (form.dataset.about ? ' · ' + form.dataset.about : '') + '：' + (state === 'door' ? said.wordDoor : said.wordKept)));
    box.appendChild(link(said.outboxUrl, said.wordOpen));
    if (!form.closest('.job')) { box.appendChild(link(location.href, said.wordAnother)); }
    form.parentNode.replaceChild(box, form);
    root.classList.remove('going');
    box.focus();
    background();
  }
  function failed(form, error) {
    if (navigator.onLine) { form.submit(); return; }
    note(form, 'plum', [error && error.name === 'QuotaExceededError' ? said.wordFull : said.wordUnable]);
  }
  async function submit(form, button) {
    var order, row, words;
    if (!form.checkValidity()) {
      if (navigator.onLine && !old) { form.submit(); return; }
      unlock();
      form.reportValidity();
      return;
    }
    try { await ready; order = await store.add(await read(form, button)); } catch (error) {
      if (error && error.name === 'ConstraintError') { note(form, 'amber', [said.wordTwice]); return; }
      failed(form, error);
      return;
    }
    persist().catch(function () { /* asked another time */ });
    try { await Promise.race([until(order), new Promise(function (resolve) { setTimeout(resolve, PATIENCE); })]); } catch (error) { /* it stays kept */ }
    row = await store.get(order);
    if (row && row.state === 'received' || row && row.state === 'look') {
      words = await store.words(row);
      if (words.location) { await store.remove(order); location.assign(words.location); return; }
      if (row.code !== 'old' && !old) { await store.remove(order); sending.tellAll(); note(form, 'plum', words.said); return; }
    }
    kept(form, order, row && row.state);
    sending.tellAll();
  }
  async function until(order) {
    // A run that had begun before knows nothing of this one; a word for forms may have to be fetched anew.
    for (var turn = 0; turn < 3; turn++) {
      var end = await go(), row = await store.get(order);
      if (end !== 'again' && !(end === 'none' && row && row.state === 'waiting')) { return; }
    }
  }

  /* --- by itself when the network is back ----------------------------------------------------------------------- */
  var timer = null, pause = 1000;
  async function go() {
    var end, left;
    clearTimeout(timer);
    end = await sending.run();
    left = await store.orders(who);
    left = (await Promise.all(left.map(store.get))).filter(function (row) { return row && row.state !== 'look'; });
    if (end === 'none' || !left.length) { pause = 1000; } else {
      pause = Math.min(end === 'away' ? 8000 : 60000, pause * 2);
      timer = setTimeout(soon, end === 'again' ? 0 : end === 'door' ? 30000 : end === 'busy' && sending.pause() || pause);
    }
    return end;
  }
  function soon() { return go().catch(function () { /* asked again later */ }); }
  function keeper() {
    if (!navigator.serviceWorker) { return; }
    ['/field/', '/surveys/'].forEach(function (scope) {
      navigator.serviceWorker.register(said.keeper, { scope: scope }).catch(function () { /* a private window */ });
    });
  }
  function background() {
    if (!navigator.serviceWorker) { return; }
    navigator.serviceWorker.getRegistration('/field/').then(function (found) { return found && found.sync && found.sync.register('outbox'); }).catch(function () {});
  }
  async function persist() {
    var own = await store.seatOf(who);
    if (own && !own.asked && navigator.storage && navigator.storage.persist) { store.once(who); navigator.storage.persist().catch(function () {}); }
  }
  async function count() {
    var all = await store.orders(who);
    Array.prototype.forEach.call(document.querySelectorAll('[data-outbox-badge]'), function (badge) {
      badge.hidden = !all.length && !badge.hasAttribute('data-outbox-always');
      badge.querySelector('b').textContent = all.length;
      badge.querySelector('b').hidden = !all.length;
    });
    return all.length;
  }

  /* --- listening ----------------------------------------------------------------------------------------------- */
  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (event.defaultPrevented || !form.hasAttribute('data-outbox')) { return; }
    if (!able) {
      if (!navigator.onLine) { event.preventDefault(); note(form, 'plum', [said.wordUnable]); }
      return;
    }
    event.preventDefault();
    submit(form, event.submitter);
  });
  if (!able) { return; }
  Array.prototype.forEach.call(document.querySelectorAll('form[action="' + said.signOut + '"]'), function (form) {
    form.addEventListener('submit', function (event) {
      if (form.sure) { return; }
      event.preventDefault();
      count().then(function (n) {
        form.sure = !n || window.confirm(said.wordLeave.replace('{n}', n));
        if (form.sure) { form.submit(); }
      }, function () { form.submit(); });
    });
  });
  if (!old) { keeper(); }
  ready = store.take(who, old ? '' : said.seat);
  ready.then(function () { return count(); }).then(soon, function () { able = false; });
  document.addEventListener('outbox', function () { count().catch(function () {}); });
  if (window.BroadcastChannel) { new BroadcastChannel('huiyin-outbox').onmessage = function () { count().catch(function () {}); document.dispatchEvent(new Event('outbox-shown')); }; }
  window.addEventListener('online', function () { pause = 1000; soon(); });
  document.addEventListener('visibilitychange', function () { if (!document.hidden) { pause = 1000; soon(); } });
  window.HuiyinOutbox = { go: function () { pause = 1000; return soon(); }, who: who };
})();
