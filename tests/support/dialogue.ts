import { connect, type Socket } from 'node:net';
import { connect as connectTls, type PeerCertificate } from 'node:tls';

/** One reply of a server: its code and its lines, without the code. */
export interface Reply {
  code: number;
  lines: string[];
  /** As it came, line ends aside. */
  text: string;
}

/** An SMTP or LMTP dialogue, word by word, as no library would hold it. */
export interface Dialogue {
  /** Reads the next reply; rejects when the connection ends before it. */
  reply(): Promise<Reply>;
  /** Writes bytes as they are. */
  write(bytes: string | Buffer): void;
  /** A command, and the reply to it. */
  say(line: string): Promise<Reply>;
  /** The same, and the codes of the replies. */
  codes(...lines: string[]): Promise<number[]>;
  /** STARTTLS, unless it was asked for already. @returns the certificate that the server showed. */
  upgrade(options?: { asked: boolean }): Promise<PeerCertificate>;
  /** Cuts the connection off. */
  cut(): void;
  /** Says nothing more, and leaves the rest to the server. */
  end(): void;
  /** Resolves when the connection has ended. */
  ended: Promise<void>;
}

/** Connects, and reads the greeting. */
export const openDialogue = async (port: number): Promise<{ greeting: Reply; dialogue: Dialogue }> => {
  let socket: Socket = connect(port, '127.0.0.1');
  let buffered = '';
  let wake: () => void = () => undefined;
  let over = false;
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });

  const listen = (to: Socket): void => {
    to.on('data', (bytes: Buffer) => {
      buffered += bytes.toString('latin1');
      wake();
    });
    to.on('error', () => undefined);
    to.on('close', () => {
      over = true;
      end();
      wake();
    });
  };
  listen(socket);

  const line = async (): Promise<string> => {
    for (;;) {
      const at = buffered.indexOf('\r\n');
      if (at >= 0) {
        const found = buffered.slice(0, at);
        buffered = buffered.slice(at + 2);
        return found;
      }
      if (over) throw new Error('The server closed the connection.');
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };

  const reply = async (): Promise<Reply> => {
    const lines: string[] = [];
    for (;;) {
      const text = await line();
      lines.push(text);
      if (text[3] === '-') continue;
      return {
        code: Number(text.slice(0, 3)),
        lines: lines.map((one) => one.slice(4)),
        text: lines.join('\n'),
      };
    }
  };

  const dialogue: Dialogue = {
    reply,
    ended,
    write: (bytes) => void socket.write(bytes),

    async say(command) {
      socket.write(`${command}\r\n`);
      return reply();
    },

    async codes(...commands) {
      const found = [];
      for (const command of commands) found.push((await dialogue.say(command)).code);
      return found;
    },

    async upgrade({ asked } = { asked: false }) {
      const answer = asked ? await reply() : await dialogue.say('STARTTLS');
      if (answer.code !== 220) throw new Error(answer.text);
      socket.removeAllListeners('data');
      const secure = connectTls({ socket, rejectUnauthorized: false });
      await new Promise<void>((resolve, reject) => {
        secure.once('secureConnect', resolve);
        secure.once('error', reject);
      });
      socket = secure;
      listen(secure);
      return secure.getPeerCertificate(true);
    },

    cut: () => void socket.destroy(),
    end: () => void socket.end(),
  };
  return { greeting: await reply(), dialogue };
};
