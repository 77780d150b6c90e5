/* The keeper of pages for work outdoors (today's list, door visits): network first, the kept copy when there is none.
   Served behind the scripts of the outbox, which it sends when the browser wakes it (Background Sync). */
var KEPT = 'field-1', MOST = 100, FILES = 60, AHEAD = 60, PATIENCE = 4000;
var RULED = /^\/(field|surveys)\//, ALWAYS = ['/field/', '/field/outbox', '/field/new'];

self.addEventListener('install', function (event) {
  self.skipWaiting();
  event.waitUntil(ALWAYS.reduce(function (before, path) {
    return before.then(function () { return fetch(path, { credentials: 'same-origin' }); }).then(keep.bind(null, path));
  }, Promise.resolve()).catch(function () {}));
});
self.addEventListener('sync', function (event) {
  if (event.tag !== 'outbox') { return; }
  event.waitUntil(HuiyinSending.run().then(function (end) { if (end !== 'none') { throw new Error(end); } }));
});
self.addEventListener('activate', function (event) { event.waitUntil(self.clients.claim()); });
self.addEventListener('fetch', function (event) {
  var address = new URL(event.request.url);
  if (event.request.method !== 'GET' || address.origin !== location.origin) { return; }
  if (address.pathname.indexOf('/static/') === 0) { event.respondWith(part(event.request)); return; }
  if (event.request.mode === 'navigate' && RULED.test(address.pathname)) {
    event.respondWith(page(event, address.pathname));
  }
});

function part(request) {
  return fetch(request).catch(function () {
    return caches.match(request).then(function (got) { return got || Response.error(); });
  });
}

function page(event, path) {
  var asked = fetch(event.request).then(function (answer) {
    event.waitUntil(keep(path, answer.clone()).catch(function () { /* no room: read it now, not later */ }));
    return answer;
  });
  var late = new Promise(function (resolve) { setTimeout(resolve, PATIENCE); }).then(function () { return kept(path); });
  return Promise.race([asked, late]).then(function (first) { return first || asked; }, function () {
    return kept(path).then(function (got) { return got || Response.error(); });
  });
}

// A page that was only reached by way of the door means somebody signed out, or lost the telephone: nothing is kept for
// the next one, and the outbox asks whether its seat was ended. A page of another person takes away the former one's.
function keep(path, answer) {
  if (answer.type === 'opaqueredirect' || answer.redirected || answer.status === 401) {
    return caches.delete(KEPT).then(function () { HuiyinSending.run().catch(function () {}); });
  }
  if (!answer.ok || !/^text\/html/.test(answer.headers.get('Content-Type'))) { return Promise.resolve(); }
  return answer.text().then(function (text) {
    if (!owner(text)) { return caches.delete(KEPT); }
    var headers = new Headers(answer.headers);
    headers.set('X-Kept-At', String(Date.now()));
    ['Content-Encoding', 'Content-Length'].forEach(function (name) { headers.delete(name); }); // what is kept is the text
    return stranger(text).then(function (other) { return other && caches.delete(KEPT); })
      .then(function () { return caches.open(KEPT); })
      .then(function (box) {
        return box.put(path, new Response(text, { status: 200, headers: headers }))
          .then(parts.bind(null, box, text)).then(box.keys.bind(box)).then(prune.bind(null, box))
          .then(function () { ahead(path, text); });
      });
  });
}
function owner(text) { return (/data-who="([^"]*)"/.exec(text) || [])[1]; }
function stranger(text) {
  return caches.open(KEPT).then(function (box) {
    return box.keys().then(function (all) {
      var page = all.filter(function (one) { return one.url.indexOf('/static/') < 0; })[0];
      return page && box.match(page).then(function (got) { return got.text(); })
        .then(function (before) { return owner(before) !== owner(text); });
    });
  });
}
// The sheets of the next doors are fetched with their list, one after the other: who stands before a door has no network.
function ahead(path, text) {
  if (!/^\/surveys\/\d+\/visits$/.test(path)) { return; }
  (text.match(/\/surveys\/\d+\/home\/\d+/g) || []).slice(0, AHEAD).reduce(function (before, sheet) {
    return before.then(function () { return caches.match(sheet); }).then(function (got) {
      return got || fetch(sheet, { credentials: 'same-origin' }).then(keep.bind(null, sheet));
    });
  }, Promise.resolve()).catch(function () {});
}
// What a page needs to be drawn and to work: its own files.
function parts(box, text) {
  var names = text.match(/\/static\/[^"']+/g) || [];
  return Promise.all(names.map(function (name) {
    return box.match(name).then(function (got) { return got || box.add(name); }).catch(function () {});
  }));
}
function prune(box, all) {
  var files = all.filter(function (one) { return one.url.indexOf('/static/') >= 0; });
  var pages = all.filter(function (one) { return files.indexOf(one) < 0 && ALWAYS.indexOf(new URL(one.url).pathname) < 0; });
  return Promise.all(oldest(pages, MOST).concat(oldest(files, FILES)).map(function (one) { return box.delete(one); }));
}
function oldest(all, most) { return all.slice(0, Math.max(0, all.length - most)); }

// The page learns how old it is, so that its clocks do not show more time than there is.
function kept(path) {
  return caches.match(path).then(function (got) {
    if (!got) { return undefined; }
    return got.text().then(function (text) {
      var age = Math.max(1, Date.now() - got.headers.get('X-Kept-At'));
      return new Response(text.replace('<html ', '<html data-age="' + age + '" '), { status: 200, headers: got.headers });
    });
  });
}
