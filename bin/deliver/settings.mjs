import fs from 'node:fs';
import { parseArgs, parseEnv } from 'node:util';

/** Read when it is there and no other is named. A mail server starts its commands without our environment. */
export const CONFIG_FILE = '/etc/mail-gateway-deliver.conf';

const DOOR = '/api/mail-gateway/inbound/raw';
const TIMEOUT_SECONDS = 60;

export const HELP = `Usage: mail-gateway-deliver [options] [--] [recipient...]

Hands the mail on standard input to the site, for mail servers that deliver to a command.

  --url=URL              the site, or its door if that is not at ${DOOR}
  --token-file=FILE      holds an API token that may hand mail over
  --config=FILE          lines MAIL_GATEWAY_URL=... and MAIL_GATEWAY_TOKEN=...
                         (default: ${CONFIG_FILE}, where it is there)
  --recipient=ADDRESS    envelope recipient, as often as there are recipients
  --sender=ADDRESS       envelope sender; empty, <> or MAILER-DAEMON: the null sender
  --client-address=IP    who handed the mail to this mail server
  --helo=NAME            and what it called itself
  --refuse-unknown       exit 67 where the site knows none of the recipients;
                         else such mail is stored and waits in quarantine
  --timeout=SECONDS      without any progress (default: ${TIMEOUT_SECONDS})
  --help                 this text

The environment variables MAIL_GATEWAY_URL and MAIL_GATEWAY_TOKEN come before the file, options before both. Recipient,
sender, client address and helo that are not given are taken from RECIPIENT, SENDER, CLIENT_ADDRESS and CLIENT_HELO,
which Exim, Postfix's local(8) and Dovecot's Sieve set.

Exit codes:
  0   the site has stored the mail
  65  the mail is empty, or larger than the site takes
  67  no such recipient (with --refuse-unknown)
  75  everything else: keep the mail and try again; the reason is on standard error
`;

const OPTIONS = {
  url: { type: 'string' },
  'token-file': { type: 'string' },
  config: { type: 'string' },
  recipient: { type: 'string', multiple: true },
  sender: { type: 'string' },
  'client-address': { type: 'string' },
  helo: { type: 'string' },
  'refuse-unknown': { type: 'boolean' },
  timeout: { type: 'string' },
  help: { type: 'boolean' },
};

/** What mail servers write where there is no sender: their programs cannot take an empty word. */
const NULL_SENDER = /^(?:<>|mailer-daemon)$/i;

const readConfig = (file) => {
  if (file !== undefined) return parseEnv(fs.readFileSync(file, 'utf8'));
  return fs.existsSync(CONFIG_FILE) ? parseEnv(fs.readFileSync(CONFIG_FILE, 'utf8')) : {};
};

const secondsOf = (text) => {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 3600) return seconds;
  throw new Error(`--timeout is "${text}"; expected seconds, at most 3600`);
};

const siteOf = (text) => {
  if (!text) throw new Error(`MAIL_GATEWAY_URL is missing in the environment and in ${CONFIG_FILE}`);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw new Error(`"${text}" is no URL; expected https://...`);
  if (url.pathname === '/') url.pathname = DOOR;
  return url;
};

const tokenOf = (text) => {
  const token = text?.trim();
  if (!token) throw new Error(`MAIL_GATEWAY_TOKEN is missing in the environment and in ${CONFIG_FILE}`);
  // A header cannot carry anything else, and what is wrong with the token is not to be quoted in a bounce.
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Error('The API token has characters that no token has');
  return token;
};

const given = (words) => words.filter((word) => word !== undefined && word !== '');

/**
 * The envelope as the door wants it. What the mail server does not know ("unknown", an empty word) is left out, but for
 * the sender: no sender is the null sender.
 */
const envelopeOf = (values, positionals, env) => {
  const recipients = given([...(values.recipient ?? []), ...positionals]);
  const sender = values.sender ?? env.SENDER;
  const known = (word) => given([word]).filter((one) => one !== 'unknown');
  return [
    ...(recipients.length > 0 ? recipients : given([env.RECIPIENT])).map((word) => ['recipient', word]),
    ...(sender === undefined ? [] : [['sender', sender.replace(NULL_SENDER, '')]]),
    ...known(values['client-address'] ?? env.CLIENT_ADDRESS).map((word) => ['client_ip', word]),
    ...known(values.helo ?? env.CLIENT_HELO).map((word) => ['helo', word]),
  ];
};

/**
 * What is to be done, from the command line, the environment and the configuration file.
 *
 * @param {string[]} args
 * @param {Record<string, string | undefined>} env
 * @returns {{ help: true } | { help: false, door: URL, token: string, timeout: number }} timeout in milliseconds
 * @throws {Error} with a sentence on what is missing or wrong
 */
export const settingsOf = (args, env) => {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  if (values.help) return { help: true };
  const config = readConfig(values.config);
  const setting = (name) => env[name] ?? config[name];
  const door = siteOf(values.url ?? setting('MAIL_GATEWAY_URL'));
  for (const [name, word] of envelopeOf(values, positionals, env)) door.searchParams.append(name, word);
  if (values['refuse-unknown']) door.searchParams.append('refuse_unknown', 'true');
  const tokenFile = values['token-file'];
  return {
    help: false,
    door,
    token: tokenOf(
      tokenFile === undefined ? setting('MAIL_GATEWAY_TOKEN') : fs.readFileSync(tokenFile, 'utf8')
    ),
    timeout: secondsOf(values.timeout ?? TIMEOUT_SECONDS) * 1000,
  };
};
