/** Milliseconds without anybody coming after which the others go on. */
const PATIENCE_MS = 250;

/** A point at which mails that are taken through together wait for each other, so that what follows shares a commit. */
export interface Meeting {
  /** Resolves when all have come or left, or when nobody came for a while; at once ever after. */
  meet(): Promise<void>;
  /** One that has not come will not come any more. */
  leave(): void;
  /** One more will come. */
  expect(): void;
}

/**
 * @param expected how many mails.
 * @param onOpen told when nobody waits here any more.
 */
export const createMeeting = (expected: number, onOpen: () => void = () => undefined): Meeting => {
  let missing = expected;
  let open = false;
  let timer: NodeJS.Timeout | undefined;
  const waiting: (() => void)[] = [];

  const goOn = (): void => {
    open = true;
    clearTimeout(timer);
    for (const resolve of waiting.splice(0)) resolve();
    onOpen();
  };

  const count = (): void => {
    missing -= 1;
    clearTimeout(timer);
    if (missing <= 0) goOn();
    // A hook of the site may let one mail wait for another that waits here.
    else timer = setTimeout(goOn, PATIENCE_MS);
  };

  return {
    meet() {
      if (open) return Promise.resolve();
      return new Promise((resolve) => {
        waiting.push(resolve);
        count();
      });
    },
    leave() {
      if (!open) count();
    },
    expect() {
      missing += 1;
    },
  };
};

/** One mail's part in the meetings of its set. */
export interface Meetings {
  /** It has files to upload: the others do not wait for it, but those that upload as well do. */
  delay(): void;
  /** @see Meeting */
  meet(): Promise<void>;
  /** It is through, whether or not it ever came. */
  end(): void;
}

/** Meetings of so many mails: those that are ready at once meet first, then those that had files to upload. */
export const createMeetings = (expected: number): (() => Meetings) => {
  // The one that is expected from the beginning is the end of the first meeting.
  const late = createMeeting(1);
  const first = createMeeting(expected, late.leave);
  return () => {
    let mine = first;
    let came = false;
    return {
      delay() {
        if (came || mine === late) return;
        mine = late;
        late.expect();
        first.leave();
      },
      meet() {
        came = true;
        return mine.meet();
      },
      end() {
        if (!came) mine.leave();
        came = true;
      },
    };
  };
};
