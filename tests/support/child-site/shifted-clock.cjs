'use strict';

/**
 * Preloaded into a site of a test: a clock that stands wrong. The parent sends `{ shift }` in milliseconds, at any time;
 * the clock jumps. Timers go on as they were, as they do when somebody sets the clock of a machine.
 */
const Real = Date;
/** As it is now: some package sets `Date.now` anew, through the stand-in below. */
const realNow = Real.now.bind(Real);
let shift = 0;

const now = () => realNow() + shift;

globalThis.Date = new Proxy(Real, {
  construct: (target, args, newTarget) =>
    args.length === 0
      ? new target(now())
      : Reflect.construct(target, args, newTarget === globalThis.Date ? target : newTarget),
  apply: () => new Real(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});

process.on('message', (message) => {
  if (typeof message?.shift !== 'number') return;
  shift = message.shift;
  process.send({ shifted: shift });
});
