import { ImapFlow } from 'imapflow';
import { simpleParser } from 'mailparser';
import nodemailer from 'nodemailer';
import { vi } from 'vitest';
import type { Dovecot } from './dovecot';
import type { Postfix } from './postfix';

/** How long a mail may take from one real server to the next. */
export const ARRIVAL = { timeout: 30_000, interval: 200 };

/** A mail as the customer's mail program shows it. */
export interface ReceivedMail {
  from: string;
  /** Without the address. */
  fromName: string;
  to: string[];
  cc: string[];
  /** Where an answer goes. */
  replyTo: string;
  /** MAIL FROM, as the last server noted it; empty: the null sender. */
  returnPath: string;
  subject: string;
  messageId: string;
  inReplyTo: string | undefined;
  references: string[];
  text: string;
  /** The whole of it, for words in parts that are no text. */
  raw: string;
}

/** Somebody with a mailbox on a real Dovecot who writes through a real Postfix. */
export interface Customer {
  address: string;
  /** @returns the Message-ID. */
  write(mail: { to: string | string[]; subject: string; text: string }): Promise<string>;
  /** Answers as mail programs do: to Reply-To, in the thread, quoting. @returns the Message-ID. */
  answer(mail: ReceivedMail, text: string): Promise<string>;
  /** What lies in the mailbox, oldest first, as soon as there are so many. */
  mails(count: number): Promise<ReceivedMail[]>;
}

interface AddressField {
  value: { address?: string; name?: string }[];
}

const read = async (source: Buffer): Promise<ReceivedMail> => {
  const { from, to, cc, replyTo, subject, messageId, inReplyTo, references, text } =
    await simpleParser(source);
  const raw = source.toString('latin1');
  const addressesOf = (...fields: (AddressField | undefined)[]): string[] =>
    fields.flatMap((field) => field?.value ?? []).flatMap(({ address }) => address ?? []);
  const addressOf = (field: AddressField | undefined): string => addressesOf(field)[0] ?? '';
  return {
    from: addressOf(from),
    fromName: from?.value[0]?.name ?? '',
    to: addressesOf(...[to ?? []].flat()),
    cc: addressesOf(...[cc ?? []].flat()),
    replyTo: addressOf(replyTo ?? from),
    returnPath: /^Return-Path: <([^>]*)>/im.exec(raw)?.[1] ?? 'none',
    subject: subject ?? '',
    messageId: messageId ?? '',
    inReplyTo,
    references: [references ?? []].flat(),
    text: text ?? '',
    raw,
  };
};

/** What lies in the mailbox of a user, oldest first. */
export const readMailbox = async (dovecot: Dovecot, user: string): Promise<ReceivedMail[]> => {
  const client = new ImapFlow({
    ...{ host: dovecot.host, port: dovecot.ports.imap, secure: false, doSTARTTLS: false, logger: false },
    auth: { user, pass: dovecot.password },
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { exists } = await client.mailboxOpen('INBOX');
    const sources = exists === 0 ? [] : await client.fetchAll('1:*', { source: true });
    return await Promise.all(sources.map(({ source }) => read(source ?? Buffer.alloc(0))));
  } finally {
    await client.logout();
  }
};

/** @see Customer */
export const createCustomer = (
  address: string,
  { postfix, dovecot }: { postfix: Postfix; dovecot: Dovecot }
): Customer => {
  const program = nodemailer.createTransport({ host: '127.0.0.1', port: postfix.port, ignoreTLS: true });
  const from = `Customer <${address}>`;

  return {
    address,

    write: async (mail) => (await program.sendMail({ from, ...mail })).messageId,

    async answer(mail, text) {
      const quoted = mail.text.replace(/^/gm, '> ');
      const { messageId } = await program.sendMail({
        from,
        to: mail.replyTo,
        subject: `Re: ${mail.subject.replace(/^Re: /i, '')}`,
        inReplyTo: mail.messageId,
        references: [...mail.references, mail.messageId],
        text: `${text}\n\nThe site wrote:\n${quoted}`,
      });
      return messageId;
    },

    mails: (count) =>
      vi.waitFor(async () => {
        const mails = await readMailbox(dovecot, address);
        if (mails.length < count) throw new Error(`${address} has ${mails.length} of ${count} mails.`);
        return mails;
      }, ARRIVAL),
  };
};
