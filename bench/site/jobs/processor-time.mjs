/** Milliseconds of processor time that this process has used so far, its threads included. */
export default async function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
