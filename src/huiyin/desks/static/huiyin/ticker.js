/* A worker that only ticks: timers of a hidden page are slowed by browsers, those of a worker are not. */
setInterval(function () { postMessage(0); }, 2000);
