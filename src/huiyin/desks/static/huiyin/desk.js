/* Keys for the desks. Single letters count only while nobody types or composes Chinese; each account can change
   them or switch them off (WCAG 2.1.4), the page comes with the keys of who reads it. Every key presses something
   that is also on the page; inside an open [data-keys-first] it looks there first, then in the row that has the focus. */
(function () {
  'use strict';
  function each(list, act) { Array.prototype.forEach.call(list, act); }
  var root = document.documentElement;
  var off = root.getAttribute('data-keys') === 'off';
  var next = root.getAttribute('data-next') || 'j', previous = root.getAttribute('data-previous') || 'k';
  var sheet = document.getElementById('keys');

  function typing(event) {
    var where = event.target, tag = where.tagName;
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) { return true; }
    if (tag === 'INPUT') { return ['checkbox', 'radio', 'button', 'submit', 'reset'].indexOf(where.type) < 0; }
    return tag === 'TEXTAREA' || tag === 'SELECT' || where.isContentEditable;
  }
  function rows() { return Array.prototype.slice.call(document.querySelectorAll('[data-row]')); }
  function move(step) {
    var list = rows(), here = -1;
    list.forEach(function (row, place) {
      if (row.contains(document.activeElement)) { here = place; }
      else if (here < 0 && row.getAttribute('aria-current') === 'true') { here = place; }
    });
    var row = list[Math.max(0, Math.min(list.length - 1, here + step))];
    if (!row) { return; }
    var link = row.querySelector('[data-open]') || row.querySelector('a') || row;
    link.focus();
    if (row.scrollIntoView) { row.scrollIntoView({ block: 'nearest' }); }
  }
  function aside(step) {
    var lanes = Array.prototype.slice.call(document.querySelectorAll('[data-lane]')), active = document.activeElement;
    var here = lanes.indexOf(active && active.closest && active.closest('[data-lane]'));
    if (!lanes.length) { return false; }
    for (var place = here < 0 && step > 0 ? 0 : here + step; lanes[place]; place += step) {
      var card = lanes[place].querySelector('[data-open]');
      if (card) { card.focus(); card.scrollIntoView({ block: 'nearest', inline: 'nearest' }); return true; }
    }
    return true;
  }
  function mark() {
    var row = document.activeElement && document.activeElement.closest && document.activeElement.closest('[data-row]');
    var box = row && row.querySelector('[data-mark]');
    if (!box) { return false; }
    box.checked = !box.checked;
    count();
    return true;
  }
  function count() {
    var marked = document.querySelectorAll('[data-mark]:checked').length;
    each(document.querySelectorAll('[data-marked]'), function (place) {
      place.textContent = marked;
      if (marked) { place.closest('details').open = true; }
    });
  }
  each(document.querySelectorAll('[data-mark]'), function (box) { box.addEventListener('change', count); });
  each(document.querySelectorAll('[data-mark-all]'), function (button) {
    button.addEventListener('click', function () {
      var boxes = document.querySelectorAll('[data-mark]'), most = Math.min(boxes.length, +button.getAttribute('data-mark-all') || boxes.length);
      var all = document.querySelectorAll('[data-mark]:checked').length < most;
      each(boxes, function (box, place) { box.checked = all && place < most; });
      count();
    });
  });
  function toggleSheet() {
    if (!sheet) { return; }
    sheet.hidden = !sheet.hidden;
    if (!sheet.hidden) { sheet.focus(); }
  }
  function shown(element) {
    if (!element.offsetParent) { return false; }
    var folded = element.closest('details:not([open])');
    return !folded || element.tagName === 'SUMMARY';
  }
  function press(key) {
    var found = null, first = null, near = null, active = document.activeElement;
    var row = active && active.closest && active.closest('[data-row]');
    each(document.querySelectorAll('[data-key]'), function (element) {
      if (element.getAttribute('data-key') !== key || !shown(element)) { return; }
      if (!first && element.closest('[data-keys-first]')) { first = element; }
      if (!near && row && row.contains(element)) { near = element; }
      if (!found) { found = element; }
    });
    found = first || near || found;
    if (!found) { return false; }
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(found.tagName) && ['checkbox', 'radio'].indexOf(found.type) < 0) { found.focus(); }
    else { found.click(); }
    return true;
  }
  function closeGroups(but) {
    var closed = false;
    each(document.querySelectorAll('.desk-group[open], .account[open]'), function (group) {
      if (but && group.contains(but)) { return; }
      if (!but && group.contains(document.activeElement)) { group.querySelector('summary').focus(); }
      group.open = false;
      closed = true;
    });
    return closed;
  }
  document.addEventListener('click', function (event) { closeGroups(event.target); });
  document.addEventListener('keydown', function (event) {
    if (event.key === 'Escape' && closeGroups()) { return; }
    if (event.key === 'Escape' && sheet && !sheet.hidden) { sheet.hidden = true; return; }
    if (event.key === 'Escape' && event.target.blur && typing({ target: event.target })) { event.target.blur(); return; }
    if (off || typing(event)) { return; }
    var used = true;
    if (event.key === next) { move(1); }
    else if (event.key === previous) { move(-1); }
    else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') { used = aside(event.key === 'ArrowRight' ? 1 : -1); }
    else if (event.key === '?') { toggleSheet(); }
    else if (event.key === root.getAttribute('data-mark-key')) { used = mark(); }
    else { used = press(event.key); }
    if (used) { event.preventDefault(); }
  });

  /* What was pressed is answered at once by a line on top; after a second words stand beside it. */
  var words = null, later = 0, ever = 0;
  function still() {
    clearTimeout(later);
    clearTimeout(ever);
    root.classList.remove('going');
    if (words) { words.remove(); words = null; }
  }
  function going() {
    still();
    root.classList.add('going');
    later = setTimeout(function () {
      words = document.createElement('p');
      words.className = 'going-words';
      words.setAttribute('role', 'status');
      words.textContent = root.getAttribute('data-going') || '';
      document.body.appendChild(words);
    }, 1000);
    ever = setTimeout(still, 15000); /* a file that was fetched leaves the page where it is */
  }
  document.addEventListener('click', function (event) {
    var link = event.target.closest && event.target.closest('a[href]');
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) { return; }
    if (link.target || link.hasAttribute('download') || link.origin !== location.origin || /\.\w{3,4}$/.test(link.pathname)) { return; }
    if (link.hash && link.pathname === location.pathname && link.search === location.search) { return; }
    going();
  });
  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (event.defaultPrevented) { return; }
    if (form.method === 'get') { going(); return; }
    if (!form.hasAttribute('data-once')) { return; }
    if (form.getAttribute('data-gone')) { event.preventDefault(); return; }
    form.setAttribute('data-gone', '1');
    going();
  });
  window.addEventListener('pageshow', function () {
    still();
    each(document.querySelectorAll('form[data-gone]'), function (form) { form.removeAttribute('data-gone'); });
  });
  each(document.querySelectorAll('[data-print]'), function (button) { button.addEventListener('click', function () { window.print(); }); });
  var chosen = document.querySelector('[data-row][aria-current="true"]');
  if (chosen && chosen.scrollIntoView) { chosen.scrollIntoView({ block: 'nearest' }); }
  each(document.querySelectorAll('[data-focus]'), function (box) { box.focus(); });
})();
