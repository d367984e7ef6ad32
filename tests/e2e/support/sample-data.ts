import { rawMail } from '../../support/raw-mail';
import type { E2eSite } from './site';

const MINUTE = 60_000;

/** A mail of a customer that was written some minutes ago. */
const written = (minutesAgo: number, parts: Parameters<typeof rawMail>[0]): Buffer =>
  rawMail({ date: new Date(Date.now() - minutesAgo * MINUTE).toUTCString(), ...parts });

/**
 * A site in use: servers, aliases, and mail of every kind, so that no page is empty.
 * @param smtpPort where a server takes the answers
 */
export const fillSite = async (site: E2eSite, { smtpPort }: { smtpPort: number }): Promise<void> => {
  await site.api('PUT', '/mail-gateway/system-parameters/mail.catchall.domain', { value: 'site.example' });
  await site.api('POST', '/mail-gateway/outgoing-servers', {
    ...{ name: 'Relay', host: '127.0.0.1', port: smtpPort, encryption: 'none', authentication: 'none' },
  });
  await site.api('POST', '/mail-gateway/incoming-servers', {
    ...{ name: 'Support mailbox', host: 'imap.site.example', username: 'support@site.example' },
    password: 'secret',
  });
  await site.api('POST', '/mail-gateway/aliases', { name: 'support', contentType: 'api::ticket.ticket' });
  await site.api('POST', '/mail-gateway/aliases', { name: 'jobs', contentType: 'api::applicant.applicant' });

  const jo = 'Jo Baker <jo@bakery.example>';
  const invoice = written(190, { from: jo, subject: 'Invoice 4711', body: 'Where do I find the invoice?' });
  await site.mail(invoice, 'support@site.example');
  const order = { from: 'Lee Chan <lee@garden.example>', subject: 'My order has not come' };
  await site.mail(written(45, { ...order, body: 'I ordered two weeks ago.' }), 'support@site.example');
  await site.mail(
    written(30, {
      ...{ subject: 'Application', from: 'Ada Jobs <ada@jobs.example>', to: 'jobs@site.example' },
      body: 'I repair printers, and would like to work for you.',
    }),
    'jobs@site.example'
  );
  await site.mail(
    written(20, { subject: 'Twenty printers', to: 'sales@site.example' }),
    'sales@site.example'
  );
  await site.mail(
    written(12, {
      subject: 'The printer burns',
      body: 'The printer on the second floor smokes. What shall we do?',
    }),
    'support@site.example'
  );

  const [ticket] = await site.api<{ threadId: string }[]>('GET', '/mail-gateway/inbound-emails?q=burns');
  const messages = `/mail-gateway/threads/${ticket?.threadId ?? ''}/messages`;
  await site.api('POST', messages, { text: 'Please switch it off. Somebody is on the way.' });
  await site.api('POST', messages, { text: 'Second floor: take the new fuser along.', note: true });

  // The owner follows the other tickets, and has not read what came to one of them.
  const tickets = await site.api<{ subject: string; threadId: string }[]>(
    'GET',
    '/mail-gateway/inbound-emails?state=delivered'
  );
  for (const { threadId } of tickets) {
    await site.api('POST', `/mail-gateway/threads/${threadId}/followers`, { me: true });
  }
  const invoiceThread = tickets.find(({ subject }) => subject === 'Invoice 4711')?.threadId ?? '';
  const lena = { address: 'lena@bakery.example', name: 'Lena Baker' };
  await site.api('POST', `/mail-gateway/threads/${invoiceThread}/followers`, lena);
  await site.api('PUT', `/mail-gateway/inbox/${invoiceThread}/unread`);
};
