import { createHmac } from 'node:crypto';
import type { Dialogue, Reply } from './dialogue';

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** Mechanisms that the reply to EHLO offers, in capitals. */
export const offeredLogins = (ehlo: string): string[] =>
  /^\d{3}[ -]AUTH[ =](.*)$/im
    .exec(ehlo)?.[1]
    ?.trim()
    .toUpperCase()
    .split(/[\s=]+/) ?? [];

export const offersStartTls = (ehlo: string): boolean => /^\d{3}[ -]STARTTLS\s*$/im.test(ehlo);

/** The mechanism that is tried, in the order in which sending prefers them. */
export const chooseLogin = (offered: readonly string[]): string | null =>
  ['PLAIN', 'LOGIN', 'CRAM-MD5'].find((name) => offered.includes(name)) ?? null;

/** Logs in. @returns the last reply: 235 when the server agreed. */
export const logIn = async (
  { ask }: Pick<Dialogue, 'ask'>,
  mechanism: string,
  { user, pass }: { user: string; pass: string }
): Promise<Reply> => {
  if (mechanism === 'PLAIN') return ask(`AUTH PLAIN ${base64(`\0${user}\0${pass}`)}`);
  const first = await ask(`AUTH ${mechanism}`);
  if (first.code !== 334) return first;
  if (mechanism === 'LOGIN') {
    const second = await ask(base64(user));
    return second.code === 334 ? ask(base64(pass)) : second;
  }
  const challenge = Buffer.from(first.text.slice(4), 'base64');
  return ask(base64(`${user} ${createHmac('md5', pass).update(challenge).digest('hex')}`));
};
