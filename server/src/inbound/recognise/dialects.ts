/**
 * A family of mail servers that report in prose. A mail speaks a dialect when its sender may report at all and
 * everything that is given here holds.
 */
export interface Dialect {
  name: string;
  /** Tested on the decoded subject. */
  subject?: RegExp;
  /** One of these opens the report; tested on single lines. */
  opening?: readonly RegExp[];
  /** A well-known reporter that uses an ordinary address; tested on the bare From address. */
  reporter?: RegExp;
  /** Field that must be present in the header of the embedded original. */
  originalField?: string;
  kind?: 'complaint';
}

/** In order: the narrower before the wider. Patterns see one line of at most 500 characters and are linear. */
export const DIALECTS: readonly Dialect[] = [
  {
    name: 'hotmail-complaint',
    reporter: /^staff@hotmail\.com$/i,
    subject: /^complaint about message from /i,
    kind: 'complaint',
  },
  { name: 'dragonfly', opening: [/^This is the DragonFly Mail Agent/] },
  {
    name: 'postfix',
    opening: [
      /^This is the (?:mail system|Postfix program|\S{1,40} program) at host /,
      /^I'm sorry to have to inform you that (?:your message|the message returned)/,
      /^I'm sorry to have to inform you that your message could not/,
    ],
  },
  {
    name: 'qmail',
    opening: [
      /^Hi\. This is the .{1,60} at /,
      /^I'm afraid I wasn't able to deliver your message/,
      /^Sorry, (?:I|we) (?:was|were) (?:unable|not able) to deliver your message/,
      /^Message from\s{1,5}\S{1,200}\.$/,
    ],
  },
  {
    name: 'exim',
    opening: [
      /^\s{0,5}This message was created automatically by mail delivery software/,
      /^\s{0,5}A message that you (?:have )?sent could not be delivered to/,
      /^Это письмо создано автоматически сервером/,
    ],
  },
  {
    name: 'google',
    opening: [
      /^\s{0,5}Delivery to the following recipients? (?:failed permanently|has been delayed|was aborted)/,
      /^\s{0,5}\*\* (?:Address not found|Message (?:not delivered|blocked)|Delivery incomplete) \*\*/,
      /^\s{0,5}We're writing to let you know that the group you tried to contact/,
    ],
  },
  {
    name: 'exchange',
    opening: [
      /^\s{0,5}did not reach the following recipient\(s\)/,
      /^\s{0,5}Your message did not reach some or all of the intended recipients/,
      /^\s{0,5}Delivery has failed to these recipients or (?:groups|distribution lists)/,
      /^\s{0,5}The following recipient\(s\) (?:could not|cannot) be reached/,
    ],
  },
  { name: 'amazon', opening: [/^An error occurred while trying to deliver the mail to the following/] },
  {
    name: 'sendmail',
    opening: [
      /^\s{0,8}-{3,5} ?The following addresses had (?:permanent|transient|delivery|non-fatal|successful)/,
      /^\s{0,8}-{3,5} ?Transcript of session follows ?-{3,5}/,
    ],
  },
  {
    name: 'interscan',
    opening: [
      /^Message from InterScan /,
      /^Sent <<< (?:RCPT TO|DATA|MAIL FROM)/i,
      /^Unable to deliver message to <[^<>]{3,320}> \(and other recipients/,
    ],
  },
  {
    name: 'kddi',
    reporter: /^no-reply@[\w.-]{1,200}\.dion\.ne\.jp$/i,
    opening: [/^\s{0,10}Could not be delivered to: ?</],
  },
  {
    name: 'ezweb',
    subject: /^Mail System Error - Returned Mail/,
    opening: [
      /^Each of the following recipients was rejected/,
      /^The user\(s\) account is /,
      /^The following recipients? (?:was|were) /,
      /^<[^<>\s]{3,320}>$/,
    ],
  },
  { name: 'mailfoundry', opening: [/^Unable to deliver message to: ?</] },
  { name: 'mailmarshal', opening: [/^The following recipients were affected:/] },
  { name: 'm-filter', opening: [/^-{3,10}server message$/] },
  { name: 'notes', opening: [/^-{3,10} Failure Reasons {1,5}-{3,10}/] },
  { name: 'vtext', opening: [/^Error: Invalid user address/] },
  { name: 'mcafee', opening: [/^\s{0,8}-{3} The following addresses had delivery problems/] },
  { name: 'x6', opening: [/^We had trouble delivering your message/] },
  {
    name: 'imail',
    subject: /^(?:Undeliverable Mail|Undelivered Mail)/i,
    opening: [
      /^(?:User mailbox exceeds allowed size|Unknown user|Unknown host|Invalid final delivery userid): /i,
      /^undeliverable to \S{3,320}/i,
      /^Delivery failed \d{1,3} attempts?: /i,
    ],
  },
  { name: 'mdaemon', opening: [/^The attached message had (?:PERMANENT|TRANSIENT) (?:fatal|non-fatal) /i] },
  { name: 'groupwise', opening: [/^The message that you sent was undeliverable to the following/i] },
  {
    name: 'communigate',
    opening: [
      /^Failed to deliver to ['"<]/,
      /^Message delivery to ['"<][^'">]{3,320}['">] (?:failed|delayed)/,
    ],
  },
  { name: 'courier', opening: [/^UNDELIVERABLE MAIL$/, /^This is a delivery status notification from /] },
  { name: 'smartermail', opening: [/^Could not deliver message to the following recipient\(s\)/i] },
  { name: 'zoho', opening: [/^This message was created automatically by mail delivery system/i] },
  { name: 'coremail', opening: [/^(?:抱歉[,，]您的(?:邮件|郵件)被退回|您的(?:邮件|郵件)被退回)/] },
  {
    name: 'returned-mail',
    subject:
      /^(?:returned mail\b|undeliver(?:able|ed)\b|(?:mail )?deliver(?:y|ing)\b.{0,40}\b(?:fail|problem|error|status)|fail(?:ure|ed)\b.{0,20}\b(?:notice|delivery)|mail (?:could not be delivered|delivery failed|failure))/i,
    opening: [
      /\bunable to deliver\b/i,
      /\b(?:could|can) ?not be delivered\b/i,
      /\b(?:mailbox|account|user)\b.{0,40}\b(?:full|unknown|disabled|over ?quota|not exist|unavailable)\b/i,
      /\bpermanent (?:fatal )?error/i,
      /(?:^|\s)5\d\d[ -](?:5\.\d\.\d)?/,
    ],
  },
];
