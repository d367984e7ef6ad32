import { connect, createServer, type Server, type Socket } from 'node:net';

/** What happens to the bytes that the server sends; the client's bytes pass unharmed. */
export type Fault =
  | { kind: 'none' }
  /** After so many bytes the server is not heard any more, and the connection stays open. */
  | { kind: 'silence'; after: number }
  /** After so many bytes the connection is cut. */
  | { kind: 'cut'; after: number }
  /** From this count on one byte arrives every so many milliseconds. */
  | { kind: 'drip'; after: number; every: number }
  /** The server is gone: connections are ended at once, also those that stand. */
  | { kind: 'away' };

export interface FaultProxy {
  port: number;
  /** Holds for connections made from now on; that the server is away, for all. */
  set(fault: Fault): void;
  /** Connections so far. */
  connections(): number;
  stop(): Promise<void>;
}

const relay = (server: Socket, client: Socket, fault: Exclude<Fault, { kind: 'away' }>): void => {
  if (fault.kind === 'none') {
    server.pipe(client);
    return;
  }
  let passed = 0;
  let waiting = Buffer.alloc(0);
  let timer: NodeJS.Timeout | null = null;
  server.on('data', (bytes: Buffer) => {
    const free = bytes.subarray(0, Math.max(0, fault.after - passed));
    passed += bytes.length;
    if (free.length > 0) client.write(free);
    if (free.length === bytes.length) return;
    if (fault.kind === 'cut') {
      client.destroy();
      server.destroy();
    }
    if (fault.kind !== 'drip') return;
    waiting = Buffer.concat([waiting, bytes.subarray(free.length)]);
    timer ??= setInterval(() => {
      if (waiting.length === 0 || client.destroyed) return;
      client.write(waiting.subarray(0, 1));
      waiting = waiting.subarray(1);
    }, fault.every);
  });
  client.once('close', () => {
    if (timer) clearInterval(timer);
  });
  server.once('end', () => client.end());
};

const listening = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });

/** Stands between a client and a server on this machine, and lets things go wrong. */
export const startFaultProxy = async (targetPort: number): Promise<FaultProxy> => {
  const open = new Set<Socket>();
  let fault: Fault = { kind: 'none' };
  let count = 0;
  const proxy = createServer((client) => {
    count += 1;
    if (fault.kind === 'away') return void client.destroy();
    const server = connect(targetPort, '127.0.0.1');
    for (const socket of [client, server]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        open.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    client.pipe(server);
    relay(server, client, fault);
  });
  const port = await listening(proxy);

  return {
    port,
    set(next) {
      fault = next;
      if (next.kind !== 'away') return;
      for (const socket of open) socket.destroy();
    },
    connections: () => count,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        proxy.close(() => resolve());
      }),
  };
};
