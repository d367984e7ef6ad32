import nodemailer from 'nodemailer';
import { expect, vi } from 'vitest';
import { ARRIVAL, readMailbox, type ReceivedMail } from '../../support/customer';
import type { Dovecot } from '../../support/dovecot';
import type { Postfix } from '../../support/postfix';
import type { MailProgram } from './mail-programs';

/** Where an answer goes, beside the address that answers are asked at. */
export interface Answering {
  /** Also to those who stand in To and Cc, but for oneself. */
  all?: boolean;
  cc?: string[];
  headers?: Record<string, string>;
  program?: MailProgram;
}

/** Somebody who takes part in a discussion by mail. Each thing that is said carries a mark, as in `[m07]`. */
export interface Person {
  name: string;
  address: string;
  /** Message-IDs of what they wrote. */
  sent: string[];
  /** Writes a new mail. */
  write(mail: { to: string; cc?: string[]; subject: string; text: string }): Promise<void>;
  /** Answers to the mail in their mailbox that brought this mark. */
  answer(mark: string, text: string, answering?: Answering): Promise<void>;
  /** The whole mailbox, oldest first, as soon as it holds exactly what these marks stand for, each once. */
  has(...marks: string[]): Promise<ReceivedMail[]>;
  /** The mail that brought a mark. */
  mail(mark: string): Promise<ReceivedMail>;
}

/** What a mail says itself: the first mark that is not quoted. */
export const markOf = ({ text }: Pick<ReceivedMail, 'text'>): string =>
  /^(?!>).*\[(m\d+)\]/m.exec(text)?.[1] ?? text;

/** @see Person */
export const createPerson = (
  name: string,
  address: string,
  program: MailProgram,
  { postfix, dovecot }: { postfix: Postfix; dovecot: Dovecot }
): Person => {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: postfix.port, ignoreTLS: true });
  const from = { name, address };
  const sent: string[] = [];

  const mail = async (mark: string): Promise<ReceivedMail> => {
    const found = (await readMailbox(dovecot, address)).find((candidate) => markOf(candidate) === mark);
    if (!found) throw new Error(`${name} has no mail ${mark}.`);
    return found;
  };

  return {
    name,
    address,
    sent,
    mail,

    async write(letter) {
      sent.push((await transport.sendMail({ from, ...letter })).messageId);
    },

    async answer(mark, text, { all = false, cc = [], headers = {}, program: other = program } = {}) {
      const original = await mail(mark);
      const reply = other(original, text);
      const others = all ? [...original.to, ...original.cc].filter((known) => known !== address) : [];
      const { messageId } = await transport.sendMail({
        ...reply,
        from,
        to: original.replyTo,
        cc: [...new Set([...others, ...cc])].filter((known) => known !== original.replyTo),
        headers: { ...reply.headers, ...headers },
      });
      sent.push(messageId);
    },

    has: (...marks) =>
      vi.waitFor(async () => {
        const mails = await readMailbox(dovecot, address);
        expect(mails.map(markOf).sort(), name).toEqual([...marks].sort());
        return mails;
      }, ARRIVAL),
  };
};
