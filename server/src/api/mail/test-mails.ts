import type { Core } from '@strapi/strapi';
import MailComposer from 'nodemailer/lib/mail-composer';
import { createTestMail, type Answer, type InboundOutcome } from '../../../../contracts';
import { gatewayOf } from '../../gateway';
import { parse } from '../parse';
import { respondWith, type HttpContext } from '../respond';
import { findInbound, outcomeOf } from './inbound-emails';

/** The admin user behind a session, as Strapi's authentication leaves it. */
interface AdminUser {
  firstname?: string | null;
  lastname?: string | null;
  email?: string | null;
}

const TEXT = `This is the test mail of Mail Gateway.

It went through everything that a mail of a customer goes through: it was stored, read, routed by its address and
became what the alias says. It never left this site.`;

const senderOf = ({ state }: HttpContext): { name: string; address: string } => {
  // Strapi types the state of a request as unknown values; the route's policy has seen to it that there is a user.
  const { firstname, lastname, email } = state.user as AdminUser;
  const name = [firstname, lastname].filter(Boolean).join(' ');
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
