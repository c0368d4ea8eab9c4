/** One Ctrl-C arrives more than once: from the terminal, and again from npm, which passes it on. */
const samePressMs = 800;

/**
 * `first` runs at the first SIGINT, SIGTERM or SIGHUP; `second` when the person insists.
 *
 * @param {object} options
 * @param {() => void} options.first
 * @param {() => void} options.second
 * @param {Pick<import('node:events').EventEmitter, 'on'>} [options.source]
 * @param {() => number} [options.now]
 */
export function onStopSignals({ first, second, source = process, now = Date.now }) {
  let firstAt;
  const listener = () => {
    if (firstAt === undefined) {
      firstAt = now();
      first();
    } else if (now() - firstAt > samePressMs) {
      second();
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) source.on(signal, listener);
}

/**
 * npm passes a SIGTERM to the shell between it and us, and that shell dies without a word. Started by npm, we go with it; started
 * otherwise, a parent that ends (nohup, a service) means nothing.
 */
export function onNpmGone(listener, { env = process.env, parent = () => process.ppid, everyMs = 500 } = {}) {
  if (!env.npm_lifecycle_event) return;
  const first = parent();
  const timer = setInterval(() => {
    if (parent() === first) return;
    clearInterval(timer);
    listener();
  }, everyMs);
  timer.unref();
}
