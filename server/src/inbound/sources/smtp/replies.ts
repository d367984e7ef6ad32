import { EmptyBodyError } from '../http';

/**
 * A refusal in the dialogue. The enhanced code (RFC 3463) follows from the reply code, which is why only codes whose
 * enhanced code says the right thing are used here.
 */
export class Refusal extends Error {
  constructor(
    readonly responseCode: 451 | 550 | 554,
    message: string
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

/** 5.1.1, and final: whoever sent it learns of it at once. */
export const unknownRecipient = (): Refusal =>
  new Refusal(550, 'There is no mailbox of this name here, and this server passes no mail on.');

/** 4.3.0: the sender keeps the mail and comes back. */
export const notNow = (): Refusal =>
  new Refusal(451, 'The mail cannot be taken at the moment. Try again later.');

/** 4.3.0, while the database belongs to another site. */
export const notHere = (): Refusal =>
  new Refusal(451, 'This site takes no mail until somebody has said that it is no copy. Try again later.');

/** Why a mail was not stored. One that is too large is answered by the server itself (552 5.3.4). */
export const refusalOf = (error: unknown): Refusal => {
  if (error instanceof Refusal) return error;
  // 5.6.0: it would be as empty at the next attempt.
  if (error instanceof EmptyBodyError) return new Refusal(554, 'The mail is empty.');
  return notNow();
};
