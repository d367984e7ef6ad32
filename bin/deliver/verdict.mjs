import { EX_DATAERR, EX_NOUSER, EX_OK, EX_TEMPFAIL } from './sysexits.mjs';

/**
 * What the mail server is told: `code` decides, `status` (RFC 3463) and `text` go into its log and its bounce.
 *
 * @typedef {{ code: number, status?: string, text?: string }} Verdict
 */

/** @returns {Verdict} the mail waits at the mail server until somebody has mended what `text` says */
export const later = (text, status = '4.3.0') => ({ code: EX_TEMPFAIL, status, text });

export const EMPTY = { code: EX_DATAERR, status: '5.6.0', text: 'The mail is empty.' };

/** The answers that are final for this mail, by HTTP status and the door's own code. A proxy has no such code. */
const FINAL = {
  '404 recipient_unknown': { code: EX_NOUSER, status: '5.1.1' },
  '413 too_large': { code: EX_DATAERR, status: '5.3.4' },
  '422 empty': { code: EX_DATAERR, status: '5.6.0' },
};

const NO_DOOR = 'there is no such door; check MAIL_GATEWAY_URL, and that the plugin is enabled';

/** What to do about answers that a site or a proxy gives without a sentence that would help. */
const ADVICE = {
  200: 'this is not the door; check MAIL_GATEWAY_URL',
  401: 'it does not know the token; set MAIL_GATEWAY_TOKEN to a valid API token',
  403: 'the token may not hand mail over; allow it "Mail-gateway > inbound > raw"',
  404: NO_DOOR,
  405: NO_DOOR,
  413: 'something in front of it takes no mail of this size',
};

const read = (body) => {
  try {
    return JSON.parse(body) ?? {};
  } catch {
    return {};
  }
};

/**
 * Judges the door's answer. Only what the door itself said of this mail is final; whatever else may be answered, by a
 * proxy, a log-in page or a site that is down, the mail stays at the mail server.
 *
 * @param {{ status: number, location?: string, body: string }} answer of an HTTP request
 * @returns {Verdict}
 */
export const verdictOf = ({ status, location, body }) => {
  const { data, error } = read(body);
  if ((status === 200 || status === 202) && typeof data?.documentId === 'string') return { code: EX_OK };
  const final = error && FINAL[`${status} ${error.code}`];
  if (final) return { ...final, text: error.message };
  if (location)
    return later(`The site sends us to ${location}; set MAIL_GATEWAY_URL to where the door is`, '4.3.5');
  const reason = ADVICE[status] ?? error?.message;
  return later(
    `The site answered ${status}${reason ? `: ${reason}` : ''}`,
    ADVICE[status] ? '4.3.5' : '4.3.0'
  );
};
