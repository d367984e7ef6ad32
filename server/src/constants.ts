/** The plugin's id: prefix of its routes, permissions, UIDs and configuration. */
export const PLUGIN_ID = 'mail-gateway';

/**
 * The longest that a site may set `takeOverAfter` to. Processes differ in it while a new setting is rolled out, so only a
 * lease or claim that ends later than this was taken before the clock was set back.
 */
export const LONGEST_TAKE_OVER_MS = 600_000;

/** UIDs of what is stored as content types (`content-types/`). */
export const UID = {
  alias: 'plugin::mail-gateway.alias',
  follower: 'plugin::mail-gateway.follower',
  inboundEmail: 'plugin::mail-gateway.inbound-email',
  incomingServer: 'plugin::mail-gateway.incoming-server',
  message: 'plugin::mail-gateway.message',
  outboundContent: 'plugin::mail-gateway.outbound-content',
  outboundEmail: 'plugin::mail-gateway.outbound-email',
  outgoingServer: 'plugin::mail-gateway.outgoing-server',
  systemParameter: 'plugin::mail-gateway.system-parameter',
  thread: 'plugin::mail-gateway.thread',
} as const;

/** Tables of what is stored as raw models: no content type, no API, reached through knex alone (`storage/models.ts`). */
export const TABLE = {
  addresses: 'mail_gateway_addresses',
  attachments: 'mail_gateway_attachments',
  chunks: 'mail_gateway_chunks',
  effects: 'mail_gateway_effects',
  leases: 'mail_gateway_leases',
  mediaCopies: 'mail_gateway_media_copies',
  scheduledActions: 'mail_gateway_scheduled_actions',
  sealedContents: 'mail_gateway_sealed_contents',
  secrets: 'mail_gateway_secrets',
} as const;
