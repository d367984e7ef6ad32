import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ContentTypeShape, StrapiSchema } from '../../../server/src/inbound/mapping';
import { shapeOf } from '../../../server/src/inbound/mapping';
import type { ParsedAttachment, ParsedMail } from '../../../server/src/mail';

const playground = path.resolve(import.meta.dirname, '../../../playground/src/api');

/** The shape of a content type of the playground, from its own schema file. */
export const playgroundShape = (name: 'ticket' | 'applicant' | 'article'): ContentTypeShape => {
  const file = path.join(playground, name, 'content-types', name, 'schema.json');
  const schema = JSON.parse(readFileSync(file, 'utf8')) as Omit<StrapiSchema, 'uid'>;
  return shapeOf({ ...schema, uid: `api::${name}.${name}` }, () => undefined);
};

/** A content type with these attributes, as Strapi holds them. */
export const shapeWith = (
  attributes: Record<string, object>,
  options: { draftAndPublish?: boolean; targets?: StrapiSchema[] } = {}
): ContentTypeShape =>
  shapeOf(
    { uid: 'api::thing.thing', attributes, options: { draftAndPublish: options.draftAndPublish ?? false } },
    (uid) => options.targets?.find((target) => target.uid === uid)
  );

export const attachment = (index: number, more: Partial<ParsedAttachment> = {}): ParsedAttachment => ({
  index,
  fileName: `file-${index}.pdf`,
  contentType: 'application/pdf',
  contentId: null,
  disposition: 'attachment',
  size: 4,
  digest: String(index).repeat(64).slice(0, 64),
  content: { kind: 'memory', bytes: Buffer.from('%PDF') },
  ...more,
});

/** A mail of Mary's, with what a test changes. */
export const mailWith = (more: Partial<ParsedMail> = {}): ParsedMail => ({
  headers: [
    { name: 'x-priority', value: '1' },
    { name: 'x-name', value: '=?utf-8?Q?J=C3=B6rg?=' },
  ],
  messageId: '<1@customer.example>',
  inReplyTo: [],
  references: [],
  date: new Date('2026-01-31T13:30:00Z'),
  subject: 'Printer on fire',
  from: [{ address: 'mary@customer.example', name: 'Mary' }],
  sender: [],
  replyTo: [],
  to: [{ address: 'support@site.example', name: 'Support' }],
  cc: [
    { address: 'bob@customer.example', name: '' },
    { address: 'eve@customer.example', name: 'Eve' },
  ],
  resentTo: [],
  resentCc: [],
  text: 'It *burns*.\n\nMary',
  html: null,
  attachments: [],
  report: { reportType: null, deliveryStatus: null, feedbackReport: null, originalHeaders: null },
  contentKey: 'c'.repeat(64),
  rawDigest: 'd'.repeat(64),
  size: 1_000,
  warnings: [],
  ...more,
});
