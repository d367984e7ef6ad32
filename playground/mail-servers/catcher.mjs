import { MailDev } from 'maildev';

/**
 * Starts a mail catcher in this process: an SMTP server that keeps what it gets, and a page that shows it.
 *
 * @param {{ folder: string, host?: string, smtpPort?: number, webPort?: number }} options `folder` holds the mails; port 0
 *   takes a free one
 * @returns {Promise<Catcher>}
 *
 * @typedef {object} CaughtMail
 * @property {string} subject
 * @property {string} from address specification of the From header
 * @property {string} raw
 * @property {{ from: string, to: string[] }} envelope
 *
 * @typedef {object} Catcher
 * @property {string} host
 * @property {number} smtpPort
 * @property {string} page address of the page
 * @property {() => Promise<CaughtMail[]>} mails what was caught, oldest first
 * @property {() => Promise<void>} close
 */
export async function startCatcher({ folder, host = '127.0.0.1', smtpPort = 0, webPort = 0 }) {
  const catcher = new MailDev({
    smtp: smtpPort,
    ip: host,
    web: webPort,
    webIp: host,
    mailDirectory: folder,
    silent: true,
  });
  const { smtp, api } = await quietly(() => catcher.start());
  const page = `http://${host}:${api.getAddress().port}`;

  const get = async (path) => {
    const answer = await fetch(`${page}${path}`);
    if (!answer.ok) throw new Error(`The mail catcher answered ${answer.status} to ${path}.`);
    return answer;
  };

  return {
    host,
    smtpPort: smtp.getAddress().port,
    page,
    async mails() {
      const list = await (await get('/api/email')).json();
      const mails = await Promise.all(
        list.map(async (mail) => ({
          at: Date.parse(mail.time),
          subject: mail.subject,
          from: mail.from?.[0]?.address ?? '',
          envelope: {
            from: mail.envelope?.from?.address ?? '',
            to: (mail.envelope?.to ?? []).map((recipient) => recipient.address),
          },
          raw: await (await get(`/api/email/${mail.id}/source`)).text(),
        }))
      );
      return mails.sort((one, other) => one.at - other.at);
    },
    close: () => catcher.stop(),
  };
}

/** The library announces its address on the console even when told to be silent; the page is printed by the caller. */
async function quietly(work) {
  const { info } = console;
  console.info = () => {};
  try {
    return await work();
  } finally {
    console.info = info;
  }
}
