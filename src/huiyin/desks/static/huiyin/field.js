/* Today's list in a cellar: keeps a copy on this telephone and says how old it is when there is no network. ES5.
   Signing out clears it (Clear-Site-Data). */
(function () {
  'use strict';
  var root = document.documentElement, note = document.querySelector('[data-offline]'), age = +root.getAttribute('data-age');
  var keeper = document.querySelector('[data-keeper]');
  if (note && age) {
    note.querySelector('[data-offline-minutes]').textContent = Math.ceil(age / 60000);
    note.hidden = false;
  }
  if (!('serviceWorker' in navigator) || !keeper) { return; }
  navigator.serviceWorker.register(keeper.getAttribute('data-keeper'), { scope: '/field/' });
  navigator.serviceWorker.ready.then(function (registration) {
    var parts = performance.getEntriesByType('resource').map(function (one) { return one.name; });
    registration.active.postMessage(parts.filter(function (name) { return name.indexOf(location.origin + '/static/') === 0; }));
  });
})();
