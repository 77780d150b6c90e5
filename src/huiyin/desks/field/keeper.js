/* The keeper of the field worker's pages: network first, the kept copy when there is none. Served below /field/,
   behind the scripts of the outbox, which it sends when the browser wakes it (Background Sync). */
var KEPT = 'field-1', MOST = 40, FILES = 60, PATIENCE = 4000, ALWAYS = ['/field/', '/field/outbox', '/field/new'];

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
self.addEventListener('message', function (event) {
  if (!Array.isArray(event.data)) { return; }
  event.waitUntil(caches.open(KEPT).then(function (box) {
    return Promise.all(event.data.map(function (name) { return box.match(name).then(function (got) { return got || box.add(name); }); }));
  }).catch(function () {}));
});

self.addEventListener('fetch', function (event) {
  var address = new URL(event.request.url);
  if (event.request.method !== 'GET' || address.origin !== location.origin) { return; }
  if (address.pathname.indexOf('/static/') === 0) { event.respondWith(part(event.request)); return; }
  if (event.request.mode === 'navigate' && address.pathname.indexOf('/field/') === 0) {
    event.respondWith(page(event.request, address.pathname));
  }
});

function part(request) {
  return fetch(request).catch(function () {
    return caches.match(request).then(function (got) { return got || Response.error(); });
  });
}

function page(request, path) {
  var asked = fetch(request).then(function (answer) { return keep(path, answer.clone()).then(function () { return answer; }); });
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
  if (!answer.ok) { return Promise.resolve(); }
  return answer.text().then(function (text) {
    if (!owner(text)) { return caches.delete(KEPT); }
    var headers = new Headers(answer.headers);
    headers.set('X-Kept-At', String(Date.now()));
    return stranger(text).then(function (other) { return other && caches.delete(KEPT); })
      .then(function () { return caches.open(KEPT); })
      .then(function (box) {
        return box.put(path, new Response(text, { status: 200, headers: headers }))
          .then(parts.bind(null, box, text)).then(box.keys.bind(box)).then(prune.bind(null, box));
      });
  });
}
function owner(text) { return (/data-who="([^"]*)"/.exec(text) || [])[1]; }
function stranger(text) {
  return caches.match('/field/').then(function (got) {
    return got ? got.text().then(function (before) { return owner(before) !== owner(text); }) : false;
  });
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
