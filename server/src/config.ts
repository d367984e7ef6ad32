import { z } from 'zod';
import { LONGEST_TAKE_OVER_MS } from './constants';

/** Megabytes in bytes. */
const MB = 1024 * 1024;

/** Where a listener takes connections. */
const listener = z.strictObject({
  port: z.number().int().min(1).max(65535),
  /** Address of this machine; left out: 127.0.0.1, which other machines do not reach. */
  host: z.string().min(1).optional(),
  /**
   * PEM files for STARTTLS. Left out: a key and a self-signed certificate are made at each start, which encrypts and does
   * not prove who answers. False: no STARTTLS.
   */
  tls: z
    .union([
      z.literal(false),
      z.strictObject({ keyFile: z.string().min(1), certificateFile: z.string().min(1) }),
    ])
    .optional(),
});

const configuration = z.strictObject({
  /** Whether this process fetches, sends and runs scheduled actions; false for processes that only serve requests. */
  worker: z.boolean(),
  /** Seconds after which the work of a process that has died is anybody's; a living one says so every third of them. */
  takeOverAfter: z
    .number()
    .int()
    .min(3)
    .max(LONGEST_TAKE_OVER_MS / 1000),
  /** Environment variables that `env:NAME` may name, besides those that start with MAIL_GATEWAY_. */
  allowedEnv: z.array(z.string()),
  network: z.strictObject({
    /** Ports beside the mail ports on which private and loopback addresses may be reached. */
    allowedPorts: z.array(z.number().int().min(1).max(65535)),
    /** CIDR ranges that count as own network: plain passwords may travel there. */
    allowedNetworks: z.array(z.string()),
  }),
  inbound: z.strictObject({
    /** Bytes of the largest mail that is taken in. */
    maxMessageSize: z.number().int().positive(),
  }),
  listener: z.strictObject({
    /** Takes mail by SMTP (RFC 5321) for the addresses of this site; null: off. */
    smtp: listener.nullable(),
    /** The same by LMTP (RFC 2033), for a mail server that delivers to this site; null: off. */
    lmtp: listener.nullable(),
    /** Connections at a time, each of them. */
    maxClients: z.number().int().positive(),
  }),
  outbound: z.strictObject({
    /** What becomes of a mail whose connection was lost after DATA: sent again once, or held for a person. */
    uncertain: z.strictObject({
      transactional: z.enum(['resend', 'hold']),
      mass: z.enum(['resend', 'hold']),
    }),
  }),
});

/** The plugin's configuration in `config/plugins`, below `mail-gateway.config`. */
export type Configuration = z.infer<typeof configuration>;

const defaults: Configuration = {
  worker: true,
  takeOverAfter: 30,
  allowedEnv: [],
  network: { allowedPorts: [], allowedNetworks: [] },
  inbound: { maxMessageSize: 50 * MB },
  listener: { smtp: null, lmtp: null, maxClients: 100 },
  outbound: { uncertain: { transactional: 'resend', mass: 'hold' } },
};

/** Strapi merges `default` with the site's values and calls `validator`, which must throw. */
export const config = {
  default: defaults,
  validator(values: unknown): void {
    const checked = configuration.safeParse(values);
    if (checked.success) return;
    const problems = checked.error.issues.map(
      (issue) => `${issue.path.join('.') || '(all)'}: ${issue.message}`
    );
    throw new Error(`The configuration of mail-gateway in config/plugins is wrong. ${problems.join('; ')}.`);
  },
};
