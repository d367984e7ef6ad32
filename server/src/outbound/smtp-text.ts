/**
 * What servers say in words, where their codes say too little. Each pattern is linear and is tried on at most 1,000
 * characters.
 */
const PATTERNS = {
  authenticationRequired:
    /authentication (is )?(required|needed)|must (first )?(authenticate|login|log in)|not authenticated|5\.7\.57\b|starttls (command )?first/i,
  sendingLimit: /\b(daily|sending)\b.{0,30}\b(limit|quota)|quota exceeded for sender/i,
  relayDenied:
    /\b(relay(ing)? (access )?(is )?(denied|not (permitted|allowed)|prohibited)|unable to relay|not permitted to relay)/i,
  senderRefused:
    /sender address rejected|senddenied|sendasdenied|send as this sender|not (owned by|allowed to send (as|from))|sender (is )?not (allowed|authori[sz]ed)|from address (is )?not|envelope sender|invalid sender/i,
  unknownRecipient:
    /(user|recipient|mailbox|account|address|alias|member)\b.{0,40}\b(unknown|not found|unavailable|disabled|inactive|invalid|does ?n.?t exist|does not exist|not exist|no longer|rejected)|(unknown|no such|invalid|non-?existent|bad)\b.{0,20}\b(user|recipient|mailbox|account|address|person|destination)/i,
  policy:
    /spam|block|blacklist|denylist|policy|reputation|virus|malware|dmarc|spf\b|dkim|unsolicited|prohibited|banned|listed at|rbl\b|content reject|message reject|relay/i,
  tooLarge: /too (large|big)|size (limit )?exceed|exceeds? .{0,30}size|maximum (message )?size/i,
};

export type Meaning = keyof typeof PATTERNS;

export const says = (response: string, meaning: Meaning): boolean =>
  PATTERNS[meaning].test(response.slice(0, 1_000));

/** The first enhanced status code (RFC 3463) of a reply: `x.y.z` right after the reply code. */
export const enhancedCodeOf = (response: string): string | null =>
  /^[245]\d\d[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? null;
