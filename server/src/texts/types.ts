/** What a mail to a follower says around the message. */
export interface MailTexts {
  /** Why somebody gets it, above the link by which they leave. */
  why: string;
  /** The words of that link. */
  leave: string;
  /** Above a note. */
  note: string;
  /** For a sender who does not say who they are, within the next two. */
  somebody: string;
  /** Above what nobody proved. */
  unproven: (sender: string) => string;
  /** Above what nobody proved and came by the link of somebody else. */
  byLinkOf: (sender: string, follower: string) => string;
  /** Below a message some of whose files do not go along. */
  leftOut: (count: number) => string;
  /**
   * The line above a quote. Mail programs and our own reading of replies know it by its form.
   * @param name null: nobody knows who wrote it.
   */
  attribution: (sentAt: Date, name: string | null) => string;
}

/** What the page behind the link in a mail says. A subject of null: the conversation has none. */
export interface PageTexts {
  ask: { title: (subject: string | null) => string; text: string; button: string };
  done: { title: string; text: (subject: string | null) => string };
  unknown: { title: string; text: string };
}

/** All that is written to people who are not logged in, in one language. */
export interface Texts {
  mail: MailTexts;
  page: PageTexts;
}
