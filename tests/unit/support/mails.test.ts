import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { generateMails } from '../../support/mails';

describe('generated mails', () => {
  const mails = [...generateMails({ count: 120, seed: 7 })];

  it('come out of an independent parser as they say', async () => {
    for (const mail of mails) {
      const parsed = await simpleParser(mail.raw, { skipTextToHtml: true, skipHtmlToText: true });
      expect(parsed.messageId).toBe(mail.messageId);
      expect(parsed.subject).toBe(mail.subject);
      expect(parsed.text).toBe(mail.text);
      if (mail.html !== null) expect(parsed.html).toBe(mail.html);
      expect(parsed.from?.value[0]).toMatchObject(mail.from);
      expect(parsed.inReplyTo ?? null).toBe(mail.replyTo);
      expect(parsed.date?.getTime()).toBe(mail.date.getTime());
      expect(parsed.attachments.map(({ filename }) => filename)).toEqual(
        mail.attachments.map(({ fileName }) => fileName)
      );
      expect(
        parsed.attachments.every(({ content }, index) =>
          content.equals(mail.attachments[index]?.bytes ?? content)
        )
      ).toBe(true);
    }
  });

  it('are the same for the same seed, and others for another', () => {
    const again = [...generateMails({ count: 20, seed: 7 })];
    expect(again.every(({ raw, index }) => raw.equals(mails[index]?.raw ?? Buffer.alloc(0)))).toBe(true);
    const [other] = generateMails({ count: 1, seed: 8 });
    expect(other?.raw.equals(mails[0]?.raw ?? Buffer.alloc(0))).toBe(false);
  });

  it('have the promised shares', () => {
    const share = (kind: string) => mails.filter((mail) => mail.kind === kind).length / mails.length;
    expect([share('text'), share('alternative'), share('attachment'), share('large')]).toEqual([
      0.6, 0.25, 0.1, 0.05,
    ]);
    expect(mails.filter(({ replyTo }) => replyTo).length).toBe(mails.length / 3);
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(mails.length);
    for (const { replyTo, from } of mails.filter(({ replyTo: id }) => id)) {
      expect(mails.find(({ messageId }) => messageId === replyTo)?.from).toEqual(from);
    }
    const alternative = mails.filter(({ kind }) => kind === 'alternative').map(({ raw }) => raw.length);
    expect(Math.min(...alternative)).toBeGreaterThan(15_000);
  });

  it('have lines that every server takes', () => {
    for (const { raw } of mails) {
      const lines = raw.toString('latin1').split('\r\n');
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(998);
      expect(lines.join('')).not.toMatch(/[\r\n]/);
    }
  });
});
