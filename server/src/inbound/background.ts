/** Mails that are worked on at a time: what parsing them needs in memory is bounded by it. */
const AT_ONCE = 4;

/**
 * Takes stored mails on without anybody waiting for it: those of one connection in their order, several connections side
 * by side. Only their ids wait here. What is lost with the process, or still waits when it stops, is `received` in the
 * journal, and the next sweep takes it up.
 */
export interface Background {
  add(connection: string, documentId: string): void;
  /** Whether a mail waits here: a sweep that took it up would overtake those before it. */
  has(documentId: string): boolean;
  /** Begins nothing more, and waits for what is under way, `limit` milliseconds at most. */
  stop(limit: number): Promise<void>;
}

/** @see Background */
export const createBackground = ({
  process,
  onError,
}: {
  process(documentId: string): Promise<unknown>;
  onError(documentId: string, error: unknown): void;
}): Background => {
  /** Mails of each connection that wait, oldest first. A connection stands here while one of its mails is under way. */
  const lines = new Map<string, string[]>();
  /** Connections whose turn it is. */
  const ready: string[] = [];
  const waiting = new Set<string>();
  const working = new Set<Promise<void>>();
  let stopped = false;

  const finish = (connection: string): void => {
    if ((lines.get(connection) ?? []).length > 0) ready.push(connection);
    else lines.delete(connection);
  };

  const work = (): void => {
    while (!stopped && working.size < AT_ONCE) {
      const connection = ready.shift();
      const documentId = connection === undefined ? undefined : lines.get(connection)?.shift();
      if (connection === undefined || documentId === undefined) return;
      waiting.delete(documentId);
      const job = process(documentId)
        .then(() => undefined)
        .catch((error: unknown) => onError(documentId, error))
        .finally(() => {
          working.delete(job);
          finish(connection);
          work();
        });
      working.add(job);
    }
  };

  return {
    add(connection, documentId) {
      if (stopped) return;
      waiting.add(documentId);
      const line = lines.get(connection);
      if (line) line.push(documentId);
      else {
        lines.set(connection, [documentId]);
        ready.push(connection);
      }
      work();
    },

    has: (documentId) => waiting.has(documentId),

    async stop(limit) {
      stopped = true;
      waiting.clear();
      let timer: NodeJS.Timeout | undefined;
      const end = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, limit);
      });
      await Promise.race([Promise.all(working), end]);
      clearTimeout(timer);
    },
  };
};
