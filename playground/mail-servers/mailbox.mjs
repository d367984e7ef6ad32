import hoodiecrow from 'hoodiecrow-imap';

// Without STARTTLS: the key that the library brings along is public and too weak for today's OpenSSL.
const PLUGINS = [
  'ID',
  'SASL-IR',
  'AUTH-PLAIN',
  'NAMESPACE',
  'IDLE',
  'ENABLE',
  'CONDSTORE',
  'LITERALPLUS',
  'UNSELECT',
  'SPECIAL-USE',
  'MOVE',
  'UIDPLUS',
];

/**
 * Starts an IMAP server with one account and its INBOX, in this process and in memory. The library lets all its users
 * share one store, so every account is a server of its own.
 *
 * @param {{ username: string, password: string, host?: string, port?: number }} account port 0 takes a free one
 * @returns {Promise<Mailbox>}
 *
 * @typedef {object} Mailbox
 * @property {string} host
 * @property {number} port
 * @property {string} username
 * @property {string} password
 * @property {(raw: Buffer | string, options?: { flags?: string[], date?: Date }) => void} append delivers one mail
 * @property {() => string[]} messages the raw mails in the INBOX, oldest first, one character per byte
 * @property {() => Promise<void>} close
 */
export async function startMailbox({ username, password, host = '127.0.0.1', port = 0 }) {
  const server = hoodiecrow({
    plugins: PLUGINS,
    id: { name: 'mail-gateway playground' },
    users: { [username]: { password } },
    // UIDs start at 1 again in each process, which another UIDVALIDITY has to tell (RFC 3501, 2.3.1.1).
    storage: {
      INBOX: { messages: [], uidvalidity: Math.floor(Date.now() / 1000) },
      '': { separator: '/', folders: { Archive: {}, Trash: {} } },
    },
  });
  const sockets = new Set();
  server.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
  });
  await new Promise((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, resolve);
  });

  return {
    host,
    port: server.server.address().port,
    username,
    password,
    append(raw, { flags = [], date = new Date() } = {}) {
      // The library keeps a mail as a string with one character per byte.
      const bytes = Buffer.isBuffer(raw) ? raw.toString('latin1') : raw;
      server.appendMessage('INBOX', flags, server.formatInternalDate(date), bytes);
    },
    messages: () => server.getMailbox('INBOX').messages.map((message) => message.raw),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
