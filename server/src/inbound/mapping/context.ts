import { mailHtmlToText } from '../../html';
import type { MailAddress, ParsedMail } from '../../mail';

/** What of a mail a mapping can use. */
export interface MailToMap {
  mail: ParsedMail;
  /** Plain text body, made from the HTML where the mail has no other; null: taken from the mail. */
  text?: string | null;
  /** HTML body as `sanitiseMailHtml` returns it; null when there is none, or one too complex. */
  html: string | null;
  /** The HTML body as `mailHtmlToMarkdown` gives it, where that is at hand. */
  markdown?: string | null;
  /** The author's own words, where something else was cut off them; null: all of it is their own. */
  own?: { text: string } | null;
  /** What `from.*` means; null when nobody can be answered. */
  answerAddress: MailAddress | null;
  /** When the mail arrived: stands in for a date that it does not have. */
  receivedAt?: Date;
}

/** The plain text body in any case; empty when the mail has no words at all. */
export const bodyText = ({ mail, text }: MailToMap): string =>
  text ?? mail.text ?? (mail.html === null ? '' : mailHtmlToText(mail.html));

/** The author's own words; empty when the mail has none at all. */
export const replyText = (input: MailToMap): string => input.own?.text ?? bodyText(input);
