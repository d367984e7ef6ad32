import { ADMINISTRATOR, CATCHALL, SUPPORT } from './people.mjs';

/** Prints what there is to open and to try. */
export function report({ site, servers, curl }) {
  const { catcher, exchange, mailbox } = servers;
  process.stdout.write(`
The demo runs until Ctrl-C; nothing of it is kept.

  Admin panel        ${site.url}/admin
    log-in           ${ADMINISTRATOR.email}
    password         ${ADMINISTRATOR.password}
  Mail that left     ${catcher.page}
  Mailbox (IMAP)     ${mailbox.host}:${mailbox.port}, no encryption, ${mailbox.username} / ${mailbox.password}
                     takes ${SUPPORT}, ${CATCHALL} and every other address of the domain
  Mail server (SMTP) ${exchange.host}:${exchange.port}, no encryption, no log-in needed

Hand a mail in over HTTP:

${curl}

Send one over SMTP; the site fetches its mailbox every minute:

printf 'From: you@customer.example\\nTo: ${SUPPORT}\\nSubject: Hello by SMTP\\n\\nHow are you?\\n' | curl -sS smtp://${exchange.host}:${exchange.port} --mail-from you@customer.example --mail-rcpt ${SUPPORT} --upload-file -

`);
}
