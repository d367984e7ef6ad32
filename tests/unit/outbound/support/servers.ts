import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** One mail that a test server took. */
export interface TakenMail {
  from: string;
  to: string[];
  raw: string;
}

export interface TestServer {
  port: number;
  taken: TakenMail[];
  connections(): number;
  close(): Promise<void>;
}

/** An error that smtp-server turns into a reply. */
export const reply = (code: number, text: string): Error =>
  Object.assign(new Error(text), { responseCode: code });

/** A real SMTP server in the process. Options decide what it refuses. */
export const startSmtpServer = async (options: SMTPServerOptions = {}): Promise<TestServer> => {
  const taken: TakenMail[] = [];
  let connections = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: options.key ? [] : ['STARTTLS'],
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: false,
    logger: false,
    closeTimeout: 100,
    onConnect(_session, callback) {
      connections += 1;
      callback();
    },
    onData(stream, session, callback) {
      textOf(stream).then((raw) => {
        const { mailFrom, rcptTo } = session.envelope;
        taken.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address), raw });
        callback();
      }, callback);
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  // A listening TCP server has an AddressInfo; only pipes have a string.
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    taken,
    connections: () => connections,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
};

/** What a scripted server does with a line: an answer, or how it hangs up. */
export type Script = (line: string, state: { inData: boolean }) => string | 'close' | 'silence';

/** A server of a few lines that misbehaves as told. `greeting` 'silence' says nothing, 'close' hangs up at once. */
export const startScriptedServer = async (
  script: Script,
  greeting = '220 scripted ESMTP'
): Promise<TestServer & { lines: string[] }> => {
  const lines: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;

  const serve = (socket: Socket): void => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    if (greeting === 'close') return void socket.destroy();
    if (greeting !== 'silence') socket.write(`${greeting}\r\n`);
    const state = { inData: false };
    let waiting = '';
    const answer = (line: string): void => {
      if (state.inData && line !== '.') return;
      lines.push(line);
      const said = script(line, state);
      state.inData = said.startsWith('354');
      if (said === 'close') socket.destroy();
      else if (said !== 'silence') socket.write(`${said}\r\n`);
    };
    socket.on('data', (bytes) => {
      waiting += bytes.toString('latin1');
      const complete = waiting.split('\r\n');
      waiting = complete.pop() ?? '';
      complete.forEach(answer);
    });
  };

  const server: Server = createServer(serve);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  // A listening TCP server has an AddressInfo; only pipes have a string.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    lines,
    taken: [],
    connections: () => connections,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
};

/** A script that takes everything, except for the commands given. */
export const accepting =
  (exceptions: Record<string, string> = {}): Script =>
  (line) => {
    const [verb = ''] = line.toUpperCase().split(/[ :]/);
    const exception = exceptions[verb];
    if (exception !== undefined) return exception;
    if (verb === 'EHLO') return '250-scripted\r\n250 HELP';
    if (verb === 'DATA') return '354 go on';
    return verb === 'QUIT' ? '221 bye' : '250 2.0.0 ok';
  };
