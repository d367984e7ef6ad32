import { describe, expect, it } from 'vitest';
import { checkMapping, proposeMapping } from '../../../server/src/inbound/mapping';
import { playgroundShape, shapeWith } from './fixtures';

describe('the mapping proposed for a new alias', () => {
  it('of tickets', () => {
    expect(proposeMapping(playgroundShape('ticket'))).toEqual({
      title: 'subject',
      description: 'html',
      email: 'from.address',
      attachments: 'attachments',
    });
  });

  it('of applicants', () => {
    expect(proposeMapping(playgroundShape('applicant'))).toEqual({
      name: 'from.name',
      email: 'from.address',
      coverLetter: 'html',
      cv: 'attachments',
    });
  });

  it('of articles', () => {
    expect(proposeMapping(playgroundShape('article'))).toEqual({ title: 'subject', body: 'html' });
  });

  it('knows dates, ids, recipients, plain text and people', () => {
    const customer = { uid: 'api::customer.customer', attributes: { mail: { type: 'email' } } };
    const shape = shapeWith(
      {
        headline: { type: 'string' },
        sender_name: { type: 'string' },
        senderEmail: { type: 'string' },
        message: { type: 'text' },
        received_at: { type: 'datetime' },
        messageId: { type: 'string' },
        recipients: { type: 'text' },
        customer: { type: 'relation', relation: 'manyToOne', target: customer.uid },
        category: { type: 'relation', relation: 'manyToOne', target: 'api::category.category' },
        cover: { type: 'media', allowedTypes: ['images'] },
        secret: { type: 'password' },
      },
      { targets: [customer] }
    );
    expect(proposeMapping(shape)).toEqual({
      headline: 'subject',
      sender_name: 'from.name',
      senderEmail: 'from.address',
      message: 'text',
      received_at: 'date',
      messageId: 'messageId',
      recipients: 'to',
      customer: 'from.address',
    });
  });

  it('takes the name for the subject where nothing else is one, and else a required text', () => {
    expect(proposeMapping(shapeWith({ name: { type: 'string' } }))).toEqual({ name: 'subject' });
    expect(
      proposeMapping(
        shapeWith({
          code: { type: 'string', required: true, default: 'x' },
          ref: { type: 'string', required: true },
        })
      )
    ).toEqual({ ref: 'subject' });
  });

  it('never breaks a rule of its own check', () => {
    for (const name of ['ticket', 'applicant', 'article'] as const) {
      const shape = playgroundShape(name);
      expect(checkMapping(shape, proposeMapping(shape), {}, 'published').errors).toEqual([]);
    }
  });
});
