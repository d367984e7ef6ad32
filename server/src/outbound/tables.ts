/** Tables of the content types that the queue works on below Strapi's API (`content-types/<name>/schema.json`). */
export const EMAIL_TABLE = 'mail_gateway_outbound_emails';
export const SERVER_TABLE = 'mail_gateway_outgoing_servers';
