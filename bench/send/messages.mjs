const WORDS = 'Grüße the invoice of March is larger than we agreed on, please look at it — thank you'.split(
  ' '
);
const TEXT_LENGTH = 5_000;

/** Different for each mail, the same for the same number. */
function words(seed, length) {
  const lines = [];
  let line = '';
  for (let index = seed, done = 0; done < length; index = (index * 31 + 7) % 1_000_003) {
    line += `${WORDS[index % WORDS.length]} `;
    if (line.length < 90) continue;
    lines.push(line.trimEnd());
    done += line.length;
    line = '';
  }
  return lines;
}

/**
 * Mails of about 16 kB with a text and an HTML part, in nodemailer's words, which are those of `mail.send` too.
 *
 * @param {{ count: number, round: string }} options `round` makes the recipients those of one round alone
 */
export function messages({ count, round }) {
  return Array.from({ length: count }, (_none, index) => {
    const lines = words(index + 1, TEXT_LENGTH);
    const body = lines.map((line) => `<p style="margin:0 0 1em 0;font-family:sans-serif">${line}</p>`);
    return {
      from: '"Support" <support@site.example>',
      to: `"Customer ${index}" <customer${index}-${round}@customer.example>`,
      subject: `Your request ${index}`,
      text: lines.join('\n'),
      html: `<!doctype html><html><body>${body.join('\n')}</body></html>`,
    };
  });
}

/** Runs `work` for every item, so many at a time. */
export async function atOnce(limit, items, work) {
  const waiting = [...items].reverse();
  const worker = async () => {
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: limit }, worker));
}
