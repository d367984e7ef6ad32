import { randomBytes } from 'node:crypto';

/** The domain of the demo's site. Reserved names (RFC 2606): nothing of the demo can reach a real mailbox. */
export const DOMAIN = 'site.example';

/** The address that the demo's alias makes tickets of. */
export const SUPPORT = `support@${DOMAIN}`;

/** The address that answers leave with: the administrator's own domain is not the site's. */
export const SENDER = `notifications@${DOMAIN}`;

/** Where customers' replies go. */
export const CATCHALL = `catchall@${DOMAIN}`;

export const CUSTOMER = { name: 'Mary Customer', address: 'mary@customer.example' };

/** Log-in of the demo's administrator; the password is made anew in each run. */
export const ADMINISTRATOR = {
  firstname: 'Ada',
  lastname: 'Agent',
  email: 'ada@agency.example',
  password: `Aa1-${randomBytes(9).toString('base64url')}`,
};
