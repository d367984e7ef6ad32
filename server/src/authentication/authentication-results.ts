/** One `property=value` of a result, as `smtp.mailfrom=example.org`. */
export interface ResultProperty {
  /** Lower case, with its type: `header.from`; without a dot where the server wrote none. */
  name: string;
  /** Without quotes and comments, as written. */
  value: string;
}

/** What one method found, as `dmarc=pass header.from=example.org`. */
export interface MethodResult {
  /** Lower case, without a version: `dkim`, `spf`, `dmarc`. */
  method: string;
  /** Lower case: `pass`, `fail`, `none`, `temperror` … */
  result: string;
  reason: string | null;
  properties: ResultProperty[];
}

export interface AuthenticationResults {
  /** Who wrote the field, lower case; null where it names nobody (Microsoft 365). */
  authservId: string | null;
  results: MethodResult[];
}

type Token = { kind: 'word'; text: string } | { kind: ';' | '=' };

// Longer fields are made, not met.
const MAX_LENGTH = 10_000;

/** Position behind the comment that begins at `start`; comments nest (RFC 5322 section 3.2.2). */
const skipComment = (text: string, start: number): number => {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (char === '\\') at += 1;
    else if (char === '(') depth += 1;
    else if (char === ')') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
};

/** The text of the quoted string that begins at `start`, and the position behind it. */
const readQuoted = (text: string, start: number): { text: string; end: number } => {
  let unquoted = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') return { text: unquoted, end: at + 1 };
    if (char === '\\') at += 1;
    unquoted += text[at] ?? '';
  }
  return { text: unquoted, end: text.length };
};

/** Position behind the word that begins at `start`; `start` itself where none does. `/` counts: Google writes it unquoted. */
const wordFrom = (text: string, start: number): number => {
  const word = /[^\s();="]*/y;
  word.lastIndex = start;
  return start + (word.exec(text)?.[0].length ?? 0);
};

const tokensOf = (text: string): Token[] => {
  const tokens: Token[] = [];
  // A quoted local part and the domain behind it are one word: nothing stands between them.
  let wordEnd = -1;
  const addWord = (word: string, start: number, end: number): void => {
    const last = tokens.at(-1);
    if (last?.kind === 'word' && wordEnd === start) last.text += word;
    else tokens.push({ kind: 'word', text: word });
    wordEnd = end;
  };

  for (let at = 0; at < text.length;) {
    const char = text[at];
    if (char === '(') {
      at = skipComment(text, at);
    } else if (char === '"') {
      const quoted = readQuoted(text, at);
      addWord(quoted.text, at, quoted.end);
      at = quoted.end;
    } else if (char === ';' || char === '=') {
      tokens.push({ kind: char });
      at += 1;
    } else {
      const end = wordFrom(text, at);
      if (end > at) addWord(text.slice(at, end), at, end);
      at = Math.max(end, at + 1);
    }
  }
  return tokens;
};

/** The tokens between semicolons. */
const segmentsOf = (tokens: Token[]): Token[][] => {
  const segments: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === ';') segments.push([]);
    else segments.at(-1)?.push(token);
  }
  return segments;
};

/** The `name=value` pairs of a segment, in order. */
const pairsOf = (segment: Token[]): ResultProperty[] => {
  const pairs: ResultProperty[] = [];
  for (let at = 0; at < segment.length; at += 1) {
    const name = segment[at];
    if (name?.kind !== 'word' || segment[at + 1]?.kind !== '=') continue;
    const value = segment[at + 2];
    pairs.push({ name: name.text.toLowerCase(), value: value?.kind === 'word' ? value.text : '' });
    at += value?.kind === 'word' ? 2 : 1;
  }
  return pairs;
};

const resultOf = (segment: Token[]): MethodResult | null => {
  const [first, ...rest] = pairsOf(segment);
  if (!first) return null;
  const properties = rest.filter(({ name }) => name !== 'reason');
  return {
    // `dkim/1=pass`: a version may follow the method.
    method: first.name.replace(/\/.*$/, ''),
    result: first.value.toLowerCase(),
    reason: rest.find(({ name }) => name === 'reason')?.value ?? null,
    properties,
  };
};

/**
 * Reads the value of one Authentication-Results field (RFC 8601 section 2.2). Total and linear: what cannot be read is
 * left out, nothing throws.
 *
 * @param value unfolded.
 */
export const parseAuthenticationResults = (value: string): AuthenticationResults => {
  const [first = [], ...others] = segmentsOf(tokensOf(value.slice(0, MAX_LENGTH)));
  const named = first[0]?.kind === 'word' && !first.some(({ kind }) => kind === '=');
  const segments = named ? others : [first, ...others];
  return {
    authservId: named && first[0]?.kind === 'word' ? first[0].text.toLowerCase() : null,
    results: segments.flatMap((segment) => resultOf(segment) ?? []),
  };
};
