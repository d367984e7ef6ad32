import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';

/** Far more than any mail takes, also on a machine with other things to do: what takes longer hangs. */
const LIMIT_MS = 20_000;

export interface Watchdog {
  /** @throws Error when a mail made the pipeline throw, or hang. */
  run(raw: Buffer): Promise<void>;
  stop(): Promise<void>;
}

/** The pure pipeline in a thread that is ended when it hangs. */
export const startWatchdog = async (): Promise<Watchdog> => {
  const bundled = await build({
    ...{ entryPoints: [path.join(import.meta.dirname, 'pipeline-worker.ts')], write: false },
    ...{
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      packages: 'external',
      logLevel: 'error',
    },
  });
  const code = bundled.outputFiles[0]?.text ?? '';
  let worker: Worker | null = null;

  const end = async (): Promise<void> => {
    const ending = worker;
    worker = null;
    await ending?.terminate();
  };

  return {
    stop: end,

    async run(raw) {
      const running = (worker ??= new Worker(code, { eval: true }));
      let timer: NodeJS.Timeout | undefined;
      let told: (said: string | null) => void = () => undefined;
      const fail = (error: Error): void => told(`The thread ended: ${error.stack}`);
      const said = await new Promise<string | null>((resolve) => {
        told = resolve;
        timer = setTimeout(() => resolve(`The pipeline hangs: ${LIMIT_MS} ms are over.`), LIMIT_MS);
        running.on('message', told);
        running.on('error', fail);
        running.postMessage(new Uint8Array(raw));
      });
      clearTimeout(timer);
      running.off('message', told);
      running.off('error', fail);
      if (said === null) return;
      await end();
      throw new Error(said);
    },
  };
};
