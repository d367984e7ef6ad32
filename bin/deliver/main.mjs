import { handOver } from './hand-over.mjs';
import { HELP, settingsOf } from './settings.mjs';
import { EMPTY, later, verdictOf } from './verdict.mjs';

/** What failed is not always said by the message: a refused connection to several addresses has none. */
const reasonOf = (error) => error.message || error.code || String(error);

/** Waits for the first bytes and leaves them in the stream. @returns {Promise<boolean>} false at an end without any */
const hasBytes = (stream) =>
  new Promise((resolve, reject) => {
    stream.once('error', reject);
    stream.once('end', () => resolve(false));
    stream.once('data', (piece) => {
      stream.pause();
      stream.unshift(piece);
      resolve(true);
    });
  });

const judge = async (settings) => {
  const { stdin } = process;
  try {
    return (await hasBytes(stdin)) ? verdictOf(await handOver(stdin, settings)) : EMPTY;
  } catch (error) {
    return later(`The site at ${settings.door.origin} cannot be reached: ${reasonOf(error)}`);
  }
};

const settle = async () => {
  let settings;
  try {
    settings = settingsOf(process.argv.slice(2), process.env);
  } catch (error) {
    return later(reasonOf(error), '4.3.5');
  }
  if (!settings.help) return judge(settings);
  process.stdout.write(HELP);
  return { code: 0 };
};

/** Postfix takes the status from the first word, and the text into its log and its bounce: one line. */
const end = ({ code, status, text }) => {
  if (text) process.stderr.write(`${status} ${text.replace(/\s+/g, ' ').trim()}\n`);
  process.exit(code);
};

process.on('uncaughtException', (error) => end(later(reasonOf(error))));
end(await settle());
