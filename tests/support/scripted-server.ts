import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/** One connection to a scripted server. */
export interface Line {
  /** The IMAP tag of the command; the whole line where it has none. */
  tag: string;
  /** The rest, as sent. */
  command: string;
  send(...lines: string[]): void;
  close(): void;
}

export interface ScriptedServer {
  port: number;
  /** Every line that clients sent. */
  received: string[];
  stop(): Promise<void>;
}

/**
 * A server on this machine that says what a test wants it to say, to show behaviour that no real one has on demand.
 * @param greeting sent on connection; null: silence.
 * @param answer called with every line that the client sends.
 */
export const startScriptedServer = async ({
  greeting,
  answer = () => undefined,
  onConnect,
  tls,
}: {
  greeting: string | null;
  answer?: (line: Line) => void;
  onConnect?: (socket: Socket) => void;
  tls?: { key: string; cert: string };
}): Promise<ScriptedServer> => {
  const open = new Set<Socket>();
  const received: string[] = [];
  const talk = (socket: Socket): void => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => open.delete(socket));
    if (greeting !== null) socket.write(greeting);
    onConnect?.(socket);
    let rest = '';
    socket.on('data', (bytes: Buffer) => {
      const lines = (rest + bytes.toString('latin1')).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        received.push(line);
        const [tag = '', ...words] = line.split(' ');
        answer({
          tag,
          command: words.join(' '),
          send: (...answers) => socket.write(answers.map((text) => `${text}\r\n`).join('')),
          close: () => socket.destroy(),
        });
      }
    });
  };
  const server = tls ? createTlsServer(tls, talk) : createServer(talk);
  server.on('tlsClientError', () => undefined);
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });

  return {
    port,
    received,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
};
