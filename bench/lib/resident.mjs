import fs from 'node:fs';

const KILOBYTE = 1024;

/** A line of `/proc/<pid>/status` in bytes. */
function statusOf(pid, name) {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status);
  if (!found) throw new Error(`/proc/${pid}/status says nothing of ${name}.`);
  return Number(found[1]) * KILOBYTE;
}

/** Whether resident memory can be read here: Linux alone tells the peak. */
export const canReadMemory = () => fs.existsSync('/proc/self/clear_refs');

/** Resident bytes of a process now. */
export const residentNow = (pid) => statusOf(pid, 'VmRSS');

/**
 * The most bytes that were resident while work ran, as the kernel counted them: no peak falls between two samples.
 *
 * @template T
 * @param {number} pid
 * @param {() => Promise<T>} work
 * @returns {Promise<{ peak: number, result: T }>}
 */
export async function peakDuring(pid, work) {
  fs.writeFileSync(`/proc/${pid}/clear_refs`, '5');
  const result = await work();
  return { peak: statusOf(pid, 'VmHWM'), result };
}
