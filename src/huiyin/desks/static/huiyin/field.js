/* Today's list in a cellar: says how old the kept copy is when there is no network. ES5. */
(function () {
  'use strict';
  var root = document.documentElement, note = document.querySelector('[data-offline]'), age = +root.getAttribute('data-age');
  if (note && age) {
    note.querySelector('[data-offline-minutes]').textContent = Math.ceil(age / 60000);
    note.hidden = false;
  }
})();
