/** What this process holds after everything that is not needed was collected; needs `--expose-gc`. */
export default async function memory() {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return { heapUsed, external, arrayBuffers };
}
