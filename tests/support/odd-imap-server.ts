import { startScriptedServer, type Line, type ScriptedServer } from './scripted-server';

export interface OddMail {
  uid: number;
  raw: string;
  /** What RFC822.SIZE says, where it is not true. */
  size?: number;
}

export interface Oddities {
  mails: OddMail[];
  capabilities?: string;
  /** Leaves [UIDNEXT] out of SELECT. */
  withoutUidNext?: boolean;
  /** Answers a download instead of the server; false: as usual. */
  onDownload?(uid: number, line: Line): boolean;
  /** Rows that are added to every listing. */
  extraRow?: string;
  /** Sees every line that the client sends. */
  onLine?(line: Line): void;
  /** 1 by default. */
  uidValidity?(): number;
}

/** The whole of a mail. */
export const rawOf = (subject: string, body = 'Hello.'): string => `Subject: ${subject}\r\n\r\n${body}\r\n`;

/** An IMAP server with one folder that speaks well enough to be fetched from, but for what `oddities` say. */
export const startOddServer = ({
  mails,
  capabilities = '',
  withoutUidNext,
  onDownload,
  extraRow,
  onLine,
  uidValidity = () => 1,
}: Oddities): Promise<ScriptedServer> => {
  const row = (index: number, items: string): string => `* ${index + 1} FETCH (${items})`;
  const fetch = (line: Line): void => {
    const [, range = '', wanted = ''] = /^UID FETCH (\S+) (.*)$/.exec(line.command) ?? [];
    const ranges = range.split(',').map((one) => one.split(':').map(Number));
    const isWanted = (uid: number): boolean =>
      ranges.some(([from = 0, to = from]) => uid >= from && uid <= to);
    for (const [index, { uid, raw: text, size }] of [...mails].entries()) {
      if (!isWanted(uid)) continue;
      if (/BODY\.PEEK\[\]/.test(wanted) && onDownload?.(uid, line)) return;
      const part = /BODY\.PEEK\[(HEADER)?\](?:<(\d+)\.(\d+)>)?/.exec(wanted);
      if (!part) {
        const listed = `UID ${uid} FLAGS () RFC822.SIZE ${size ?? text.length} INTERNALDATE "01-Jan-2026 10:00:00 +0000"`;
        line.send(row(index, wanted.includes('RFC822.SIZE') ? listed : `UID ${uid}`));
        continue;
      }
      const offset = Number(part[2] ?? 0);
      const body = part[1] ? `${text.split('\r\n\r\n')[0]}\r\n\r\n` : text;
      const bytes = part[3] ? body.slice(offset, offset + Number(part[3])) : body;
      const name = `BODY[${part[1] ?? ''}]${part[3] ? `<${offset}>` : ''}`;
      line.send(row(index, `UID ${uid} RFC822.SIZE ${text.length} ${name} {${bytes.length}}\r\n${bytes}`));
    }
    if (extraRow && !wanted.includes('BODY')) line.send(extraRow);
    line.send(`${line.tag} OK done`);
  };

  return startScriptedServer({
    greeting: '* OK ready\r\n',
    answer(line) {
      const { tag, command, send } = line;
      onLine?.(line);
      if (/^CAPABILITY/.test(command))
        return send(`* CAPABILITY IMAP4rev1 ${capabilities}`, `${tag} OK done`);
      if (/^LIST/.test(command)) return send('* LIST () "/" INBOX', `${tag} OK done`);
      if (/^(SELECT|EXAMINE)/.test(command)) {
        const next = (mails.at(-1)?.uid ?? 0) + 1;
        send(
          `* ${mails.length} EXISTS`,
          '* FLAGS (\\Seen \\Deleted)',
          `* OK [UIDVALIDITY ${uidValidity()}] fine`
        );
        if (!withoutUidNext) send(`* OK [UIDNEXT ${next}] fine`);
        return send(`${tag} OK [READ-WRITE] done`);
      }
      if (/^UID FETCH/.test(command)) return fetch(line);
      if (/^FETCH (\d+) /.test(command))
        return send(`* ${mails.length} FETCH (UID ${mails.at(-1)?.uid})`, `${tag} OK done`);
      if (/^LOGOUT/.test(command)) return send('* BYE bye', `${tag} OK done`);
      return send(`${tag} OK done`);
    },
  });
};
