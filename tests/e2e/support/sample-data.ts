import { rawMail } from '../../support/raw-mail';
import type { E2eSite } from './site';

/** A site in use: servers, aliases, and mail of every kind, so that no page is empty. */
export const fillSite = async (site: E2eSite): Promise<void> => {
  await site.api('PUT', '/mail-gateway/system-parameters/mail.catchall.domain', { value: 'site.example' });
  await site.api('POST', '/mail-gateway/outgoing-servers', {
    name: 'Relay',
    host: 'smtp.site.example',
    username: 'site',
    password: 'secret',
  });
  await site.api('POST', '/mail-gateway/incoming-servers', {
    name: 'Support mailbox',
    host: 'imap.site.example',
    username: 'support@site.example',
    password: 'secret',
  });
  await site.api('POST', '/mail-gateway/aliases', { name: 'support', contentType: 'api::ticket.ticket' });
  await site.api('POST', '/mail-gateway/aliases', { name: 'jobs', contentType: 'api::applicant.applicant' });
  for (const subject of ['Invoice 4711', 'My order has not come', 'The printer burns']) {
    await site.mail(rawMail({ subject }), 'support@site.example');
  }
  await site.mail(
    rawMail({ subject: 'Application', from: 'Ada Jobs <ada@jobs.example>', to: 'jobs@site.example' }),
    'jobs@site.example'
  );
  await site.mail(rawMail({ subject: 'Twenty printers', to: 'sales@site.example' }), 'sales@site.example');
};
