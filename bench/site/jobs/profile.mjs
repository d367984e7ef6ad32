import { writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';

/** Microseconds between two samples. */
const INTERVAL = 500;

let session = null;

/** Starts the CPU profiler; with a `file`, stops it and writes the profile there (Chrome opens it). */
export default async function profile({ input: { file } }) {
  if (file === undefined) {
    session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: INTERVAL });
    await session.post('Profiler.start');
    return;
  }
  const { profile: recorded } = await session.post('Profiler.stop');
  session.disconnect();
  session = null;
  await writeFile(file, JSON.stringify(recorded));
}
