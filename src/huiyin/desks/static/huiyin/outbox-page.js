/* The outbox as a list: what is kept on this telephone by the person who is signed in, each with its state. */
(function () {
  'use strict';
  var list = document.querySelector('[data-outbox-list]'), shape = document.getElementById('outbox-item'), none = document.querySelector('[data-outbox-none]');
  var here = document.getElementById('outbox'), store = window.HuiyinStore, own = window.HuiyinOutbox, drawn = 0;
  if (!list || !here) { return; }
  if (!own) { document.querySelector('[data-outbox-unable]').hidden = false; none.hidden = true; return; }
  var words = here.dataset, names = { waiting: words.stateWaiting, sending: words.stateSending, door: words.stateDoor, received: words.stateReceived, look: words.stateLook };
  var tones = { waiting: 'amber', sending: 'jade', door: 'plum', received: 'green', look: 'plum' };

  function when(at) {
    var d = new Date(at);
    function two(n) { return ('0' + n).slice(-2); }
    return (d.getMonth() + 1) + '-' + d.getDate() + ' ' + two(d.getHours()) + ':' + two(d.getMinutes());
  }
  function fill(item, name, text) { item.querySelector('[data-item-' + name + ']').textContent = text || ''; }
  function typed(said) {
    return said.fields.filter(function (pair) { return pair[1] && ['back', 'kept', 'place', 'private'].indexOf(pair[0]) < 0; })
      .map(function (pair) { return pair[1]; }).join(' · ');
  }
  function sentences(row, said) {
    var all = (said.said || []).slice();
    if (row.state === 'door') { all.push(words.wordDoor); }
    if (row.code === 'old') { all.push(words.wordOld); }
    if (row.state === 'look' && row.final) { all.push(words.wordFinal); }
    if (row.state === 'waiting' && row.code >= 400) { all.push(words.wordBusy); }
    return all;
  }
  function press(item, name, shown, act) {
    var button = item.querySelector('[data-item-' + name + ']');
    button.hidden = !shown;
    button.onclick = act;
  }
  async function drawOne(row) {
    var said = await store.words(row), item = document.importNode(shape.content, true).firstElementChild, go;
    item.setAttribute('data-order', row.order);
    item.setAttribute('data-state', row.state);
    fill(item, 'title', said.title);
    fill(item, 'about', [said.about, when(row.at)].filter(Boolean).join(' · '));
    fill(item, 'typed', typed(said));
    item.querySelector('[data-item-typed]').hidden = !typed(said);
    fill(item, 'state', names[row.state]);
    item.querySelector('[data-item-state]').className = 'state tone-' + tones[row.state];
    sentences(row, said).forEach(function (one) {
      var line = document.createElement('p');
      line.textContent = one;
      item.querySelector('[data-item-said]').appendChild(line);
    });
    (await store.blobs(row, said)).forEach(function (blob, place) {
      var picture = document.createElement('img');
      picture.onload = function () { URL.revokeObjectURL(picture.src); };
      picture.src = URL.createObjectURL(blob);
      picture.alt = said.files[place].name;
      item.querySelector('[data-item-photos]').appendChild(picture);
    });
    go = item.querySelector('[data-item-go]');
    go.hidden = row.state === 'sending' || !(said.location || row.state === 'door' || row.state === 'look');
    go.href = row.state === 'door' ? words.signIn : said.location || said.path.replace(/^(\/field\/[^/]+)\/[^/]+$/, '$1');
    go.textContent = row.state === 'door' ? words.wordSignIn : words.wordNow;
    press(item, 'retry', (row.state === 'look' && !row.final) || row.state === 'waiting', async function () {
      await store.mark(row.order, { state: 'waiting', sure: true, code: 0 });
      await own.go();
    });
    press(item, 'delete', row.state !== 'sending', async function () {
      if (row.state !== 'received' && !row.final && !window.confirm(words.wordDelete)) { return; }
      await store.remove(row.order);
      document.dispatchEvent(new Event('outbox'));
    });
    return item;
  }
  async function draw() {
    var turn = ++drawn, rows = (await store.list(own.who)).reverse(), items = [];
    for (var row of rows) { items.push(await drawOne(row)); }
    if (turn !== drawn) { return; }
    list.textContent = '';
    items.forEach(function (item) { list.appendChild(item); });
    none.hidden = items.length > 0;
  }
  var wanted = null;
  function again() {
    wanted = wanted || setTimeout(function () { wanted = null; draw().catch(function () { /* gone meanwhile */ }); }, 150);
  }
  document.addEventListener('outbox', again);
  document.addEventListener('outbox-shown', again);
  again();
})();
