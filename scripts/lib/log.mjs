const startedAt = Date.now();

/** Prints one line of progress with the seconds since the script began. */
export function say(text) {
  process.stdout.write(`${stamp()} ${text}\n`);
}

/** Prints one line about something that went wrong. */
export function warn(text) {
  process.stderr.write(`${stamp()} ${text}\n`);
}

/** `1.2 s`, `3 min 04 s`: a duration in milliseconds as people write it. */
export function duration(milliseconds) {
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

function stamp() {
  return `[${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s]`;
}
