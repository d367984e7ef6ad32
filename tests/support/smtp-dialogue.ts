import { createServer, type Socket } from 'node:net';

/** The steps of one mail's way over SMTP (RFC 5321), in order. */
export const SMTP_STEPS = [
  'connection',
  'greeting',
  'EHLO',
  'STARTTLS',
  'AUTH',
  'MAIL',
  'RCPT',
  'DATA',
  'content',
  'dot',
  'accepted',
] as const;

export type SmtpStep = (typeof SMTP_STEPS)[number];

/**
 * `close`: the connection is dropped at this step: for a command after it was answered with success, for `connection`
 * before a word was said, in the middle of the `content`, after the final `dot` without an answer (the server has the
 * mail), for `accepted` right behind the 250. `421`: the server says so in place of its answer, and hangs up.
 */
export interface SmtpFault {
  step: SmtpStep;
  how: 'close' | '421';
}

export interface SmtpDialogue {
  port: number;
  /** What goes wrong from now on; null: nothing. */
  fault: SmtpFault | null;
  /** EHLO keywords beside the usual ones, such as `STARTTLS` or `AUTH PLAIN`. */
  keywords: string[];
  /** Mails that the server has, whether or not it could say so. */
  taken: { recipient: string; messageId: string }[];
  connections(): number;
  stop(): Promise<void>;
}

const CLOSING = '421 4.3.2 Service shutting down';

const SUCCESS: Record<string, string> = {
  STARTTLS: '220 2.0.0 go ahead',
  AUTH: '235 2.7.0 welcome',
  MAIL: '250 2.1.0 ok',
  RCPT: '250 2.1.5 ok',
  DATA: '354 go on',
  RSET: '250 2.0.0 ok',
  QUIT: '221 2.0.0 bye',
};

/** An SMTP server that goes through the dialogue, and leaves it where a test wants it to. */
export const startSmtpDialogue = async (): Promise<SmtpDialogue> => {
  const open = new Set<Socket>();
  let connections = 0;

  const talk = (socket: Socket): void => {
    connections += 1;
    open.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => open.delete(socket));
    let recipient = '';
    let content: string | null = null;
    let rest = '';

    /** @returns whether the fault of this step has ended the connection. */
    const failsAt = (step: SmtpStep, how: SmtpFault['how']): boolean => {
      if (dialogue.fault?.step !== step || dialogue.fault.how !== how) return false;
      if (how === '421') socket.end(`${CLOSING}\r\n`);
      else socket.end(() => socket.destroy());
      return true;
    };
    const answer = (step: SmtpStep, text: string): void => {
      if (failsAt(step, '421')) return;
      socket.write(`${text}\r\n`);
      failsAt(step, 'close');
    };
    const take = (): void => {
      const [, messageId = ''] = /^Message-ID: (\S+)/im.exec(content ?? '') ?? [];
      dialogue.taken.push({ recipient, messageId });
      content = null;
    };

    const command = (line: string): void => {
      const [verb = ''] = line.toUpperCase().split(/[ :]/);
      if (verb === 'RCPT') [, recipient = ''] = /<(.*?)>/.exec(line) ?? [];
      if (verb === 'EHLO' || verb === 'HELO') {
        const keywords = ['scripted', 'ENHANCEDSTATUSCODES', ...dialogue.keywords];
        const last = keywords.length - 1;
        return answer(
          'EHLO',
          keywords.map((word, at) => `250${at === last ? ' ' : '-'}${word}`).join('\r\n')
        );
      }
      const success = SUCCESS[verb] ?? '502 5.5.1 unknown';
      const step = SMTP_STEPS.find((name) => name === verb);
      if (step) answer(step, success);
      else socket.write(`${success}\r\n`);
      if (verb === 'DATA') content = '';
      if (verb === 'QUIT') socket.end();
    };

    const dot = (): void => {
      if (failsAt('dot', '421')) return;
      take();
      if (failsAt('dot', 'close')) return;
      socket.write('250 2.0.0 queued\r\n');
      if (!failsAt('accepted', '421')) failsAt('accepted', 'close');
    };

    if (failsAt('connection', 'close') || failsAt('connection', '421')) return;
    answer('greeting', '220 scripted ESMTP');
    socket.on('data', (bytes: Buffer) => {
      const lines = (rest + bytes.toString('latin1')).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (content === null) command(line);
        else if (line === '.') dot();
        else {
          content += `${line}\r\n`;
          if (/^Subject:/i.test(line) && (failsAt('content', '421') || failsAt('content', 'close'))) return;
        }
      }
    });
  };

  const server = createServer(talk);
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });

  const dialogue: SmtpDialogue = {
    port,
    fault: null,
    keywords: [],
    taken: [],
    connections: () => connections,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
  return dialogue;
};
