/* What a telephone keeps of writes that are not at the server yet: IndexedDB, every word and photo sealed (AES-GCM)
   with a key of the person that no script can read out. Used by pages and, put before it, by the field keeper.
   A row shows in clear only its idempotency key, a mark of the person, when, the state and how many photos. */
'use strict';
var HuiyinStore = (function () {
  var NAME = 'huiyin-outbox', opened = null;

  function able() {
    try { return !!(self.indexedDB && self.crypto && crypto.subtle && self.fetch && self.FormData && self.TextEncoder); } catch (e) { return false; }
  }
  function open() {
    opened = opened || new Promise(function (resolve, reject) {
      var asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = function () {
        asked.result.createObjectStore('items', { keyPath: 'order', autoIncrement: true }).createIndex('key', 'key', { unique: true });
        asked.result.createObjectStore('photos', { keyPath: 'order' });
        asked.result.createObjectStore('seats', { keyPath: 'who' });
      };
      asked.onerror = function () { opened = null; reject(asked.error); };
      asked.onsuccess = function () {
        asked.result.onversionchange = asked.result.onclose = function () { asked.result.close(); opened = null; };
        resolve(asked.result);
      };
    });
    return opened;
  }
  // Resolves when the transaction is on the disk, not when its last request was answered.
  async function work(mode, act) {
    var base = await open();
    return new Promise(function (resolve, reject) {
      var changes = base.transaction(['items', 'photos', 'seats'], mode, { durability: 'strict' }), asked = act(changes);
      changes.oncomplete = function () { resolve(asked && asked.result); };
      changes.onabort = changes.onerror = function () { reject(changes.error || (asked && asked.error)); };
    });
  }
  function changing(store, order, act) {
    return work('readwrite', function (changes) {
      var box = changes.objectStore(store), asked = box.get(order);
      asked.onsuccess = function () { if (asked.result) { act(asked.result); box.put(asked.result); } };
      return asked;
    });
  }

  /* --- the person, and the key of what is sealed ---------------------------------------------------------- */
  function seats() { return work('readonly', function (changes) { return changes.objectStore('seats').getAll(); }); }
  async function take(who, seat) {
    var aes = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    return work('readwrite', function (changes) {
      var box = changes.objectStore('seats'), asked = box.get(who);
      asked.onsuccess = function () {
        var own = asked.result || { who: who, aes: aes, asked: false };
        if (seat) { own.seat = seat; }
        box.put(own);
      };
      return asked;
    });
  }
  function seatOf(who) { return work('readonly', function (changes) { return changes.objectStore('seats').get(who); }); }
  async function seal(aes, bytes) {
    var iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv: iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv: iv }, aes, bytes) };
  }
  function unseal(aes, sealed) { return crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv }, aes, sealed.data); }
  async function sealWords(aes, words) { return seal(aes, new TextEncoder().encode(JSON.stringify(words))); }

  /* --- items ------------------------------------------------------------------------------------------------ */
  // item: key, who, at (ms), words {path, title, about, fields, files: [{field, name, type}]}, blobs in the order of files
  async function add(item) {
    var own = await seatOf(item.who), photos = [];
    if (!own) { throw new Error('no seat'); }
    for (var blob of item.blobs) { photos.push(await seal(own.aes, await new Response(blob).arrayBuffer())); }
    var row = { key: item.key, who: item.who, at: item.at, state: 'waiting', tries: 0, sealed: await sealWords(own.aes, item.words), photos: photos.length };
    return work('readwrite', function (changes) {
      var asked = changes.objectStore('items').add(row);
      asked.onsuccess = function () { changes.objectStore('photos').add({ order: asked.result, sealed: photos }); };
      return asked;
    });
  }
  async function list(who) {
    var all = await work('readonly', function (changes) { return changes.objectStore('items').getAll(); });
    return all.filter(function (row) { return row.who === who; });
  }
  async function orders(who) {
    return (await list(who)).filter(function (row) { return row.state !== 'received'; }).map(function (row) { return row.order; });
  }
  function get(order) { return work('readonly', function (changes) { return changes.objectStore('items').get(order); }); }
  async function words(row) {
    var own = await seatOf(row.who);
    return JSON.parse(new TextDecoder().decode(await unseal(own.aes, row.sealed)));
  }
  async function blobs(row, said) {
    var own = await seatOf(row.who), made = [], kept;
    if (!row.photos) { return made; }
    kept = (await work('readonly', function (changes) { return changes.objectStore('photos').get(row.order); })).sealed;
    for (var place = 0; place < kept.length; place++) {
      made.push(new Blob([await unseal(own.aes, kept[place])], { type: said.files[place].type }));
    }
    return made;
  }
  function mark(order, changes) { return changing('items', order, function (row) { Object.assign(row, changes); }); }
  // What the server said stands beside what was written; a receipt keeps neither words nor photos.
  async function tell(row, state, said, more) {
    var own = await seatOf(row.who), kept = await words(row);
    if (state === 'received') { kept.fields = []; kept.files = []; }
    var sealed = await sealWords(own.aes, Object.assign(kept, said));
    await mark(row.order, Object.assign({ state: state, sealed: sealed }, state === 'received' ? { photos: 0 } : {}, more));
    return state === 'received' ? drop(row.order, ['photos']) : null;
  }
  function drop(order, names) {
    return work('readwrite', function (changes) { names.forEach(function (name) { changes.objectStore(name).delete(order); }); });
  }
  function remove(order) { return drop(order, ['items', 'photos']); }
  async function wipe(who) {
    for (var row of await list(who)) { await remove(row.order); }
    return work('readwrite', function (changes) { return changes.objectStore('seats').delete(who); });
  }
  function once(who) { return changing('seats', who, function (own) { own.asked = true; }); }

  return { able: able, seats: seats, seatOf: seatOf, take: take, add: add, list: list, orders: orders, get: get, words: words, blobs: blobs,
    mark: mark, tell: tell, remove: remove, wipe: wipe, once: once };
})();
