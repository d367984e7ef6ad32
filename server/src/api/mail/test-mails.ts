import type { Core } from '@strapi/strapi';
import MailComposer from 'nodemailer/lib/mail-composer';
import { createTestMail, type Answer, type InboundOutcome } from '../../../../contracts';
import { gatewayOf } from '../../gateway';
import { adminUserOf } from '../admin-user';
import { parse } from '../parse';
import { respondWith, type HttpContext } from '../respond';
import { findInbound, outcomeOf } from './inbound-emails';

const TEXT = `This is the test mail of Mail Gateway.

It went through everything that a mail of a customer goes through: it was stored, read, routed by its address and
became what the alias says. It never left this site.`;

const senderOf = (context: HttpContext): { name: string; address: string } => {
  const { email, name } = adminUserOf(context);
  return { name: name || 'Test', address: email ?? 'test@localhost.invalid' };
};

/** Mails by which a site owner tries what they set up, before any mailbox or server is connected. */
export const createTestMailsController = ({ strapi }: { strapi: Core.Strapi }) => ({
  create: respondWith(async (context): Promise<Answer<InboundOutcome>> => {
    const { to } = parse(createTestMail, context.request.body);
    const from = senderOf(context);
    const mail = new MailComposer({ from, to, subject: 'My first mail', text: TEXT });
    const { documentId } = await gatewayOf(strapi).inbound.receive(mail.compile().createReadStream(), {
      envelope: { recipients: [to], sender: from.address },
      source: { type: 'service', name: 'test mail' },
    });
    return { data: outcomeOf(await findInbound({ strapi }, documentId)) };
  }),
});
