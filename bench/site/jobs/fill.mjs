import { createBulk } from '../../growth/bulk.mjs';
import { createHistory } from '../../growth/history.mjs';
import { loadKeys } from '../../lib/support.mjs';

const UID = 'plugin::mail-gateway';
const ENTRIES = 'api::ticket.ticket';

/**
 * Gives the site a past: as many journal rows as are asked for, with all that goes with them, straight into the tables.
 * Every row is written after the likeness of one that the plugin has made of a real mail: one mail that opened a thread,
 * one that answered, one that had no route, one answer that was sent.
 *
 * @param {{ input: { rows: number, domain: string, likeness: object } }} context `likeness`: documentIds of those mails'
 *   journal rows (`opened`, `answered`, `unroutable`) and of the outbox row (`sent`)
 * @returns {Promise<Record<string, number>>} how many rows each table got
 */
export default async function fill({ strapi, input: { rows, domain, likeness } }) {
  const knex = strapi.db.connection;
  const keys = await loadKeys();
  const tableOf = (uid) => strapi.db.metadata.get(uid).tableName;
  const first = async (table, where) => {
    const row = await knex(table).where(where).first();
    if (!row) throw new Error(`There is no row of ${table} to write others after.`);
    return row;
  };

  const like = async (table, where) => [table, await first(table, where)];

  const journal = tableOf(`${UID}.inbound-email`);
  const opened = await first(journal, { document_id: likeness.opened });
  const answered = await first(journal, { document_id: likeness.answered });
  const unroutable = await first(journal, { document_id: likeness.unroutable });
  const sent = await first(tableOf(`${UID}.outbound-email`), { document_id: likeness.sent });
  const threadLike = await first(tableOf(`${UID}.thread`), { document_id: opened.thread_id });
  const aliasLike = await first(tableOf(`${UID}.alias`), {});
  const messages = tableOf(`${UID}.message`);

  const likes = {
    journal: [journal, opened],
    chunks: await like('mail_gateway_chunks', { owner: likeness.opened }),
    effects: await like('mail_gateway_effects', { inbound: likeness.opened }),
    threads: [tableOf(`${UID}.thread`), threadLike],
    entries: await like(tableOf(ENTRIES), { document_id: opened.entry_document_id }),
    followers: await like(tableOf(`${UID}.follower`), { thread_id: threadLike.document_id }),
    messages: await like(messages, { inbound_id: likeness.opened }),
    answers: await like(messages, { document_id: sent.thread_message_id }),
    contents: await like(tableOf(`${UID}.outbound-content`), { document_id: sent.content_id }),
    outbox: [tableOf(`${UID}.outbound-email`), sent],
    aliases: [tableOf(`${UID}.alias`), aliasLike],
    addresses: await like('mail_gateway_addresses', { kind: 'alias' }),
  };
  const { client } = strapi.db.dialect;
  const connection = await knex.client.acquireConnection();
  const names = Object.values(likes).map(([table]) => table);
  const bulk = await createBulk(client, connection, names);
  const into = Object.fromEntries(
    Object.entries(likes).map(([name, [table, row]]) => [name, bulk.table(table, row)])
  );

  const history = createHistory(rows, Date.now());
  for (let number = 0; number < history.aliases; number += 1) {
    const { id, name } = history.alias(number);
    await into.aliases.add({ document_id: id, name, domain: null });
    await into.addresses.add({ address_key: keys.claimKey(name, domain), owner: id });
  }

  /** JSON of the likeness with the ids of this mail in place of its own. */
  const about = (json, pairs) => {
    let text = typeof json === 'string' ? json : JSON.stringify(json);
    for (const [from, to] of pairs) text = text.replaceAll(from, to);
    return text;
  };

  async function take(mail) {
    const { at, id, thread, opens } = mail;
    const dates = { created_at: at, updated_at: at, published_at: at };
    const kind = thread ? (opens ? opened : answered) : unroutable;
    const pairs = thread
      ? [
          [threadLike.document_id, thread.id],
          [opened.entry_document_id, thread.entryId],
          [aliasLike.document_id, thread.alias.id],
        ]
      : [];
    await into.journal.add({
      ...kind,
      ...dates,
      document_id: id,
      state: mail.state,
      reason: mail.reason ?? kind.reason,
      source_key: keys.sourceKeys.imap({
        ...{ host: 'mail.example', login: 'support', folder: 'INBOX', uidValidity: 1, uid: mail.number },
      }),
      message_id: mail.messageId,
      message_key: keys.messageKey(mail.messageId),
      content_key: keys.hashKey('history', mail.number),
      subject: mail.subject,
      from: mail.from.address,
      from_name: mail.from.name,
      received_at: at,
      thread_id: thread?.id ?? null,
      entry_document_id: thread?.entryId ?? null,
      route: about(kind.route, pairs),
      results: about(kind.results, pairs),
    });
    await into.chunks.add({ owner: id, created_at: at.getTime() });
    if (!thread) return;

    const email = keys.addressKey(mail.from.address);
    const senderKey = keys.hashKey(email);
    if (opens) {
      await into.entries.add({ ...dates, document_id: thread.entryId, title: mail.subject, email });
      await into.threads.add({
        ...dates,
        document_id: thread.id,
        entry_document_id: thread.entryId,
        subject: mail.subject,
        made_by: `alias:${thread.alias.id}`,
        last_message_at: at,
      });
    }
    const target = opens ? `alias:${thread.alias.id}` : `thread:${thread.id}`;
    await into.effects.add({
      effect_key: keys.effectKey(
        { messageId: mail.messageId, date: at, contentKey: '', rawDigest: '' },
        target
      ),
      content_key: keys.hashKey('history', mail.number),
      inbound: id,
      target,
      sender_key: senderKey,
      created_at: at.getTime(),
    });
    if (mail.joins) await follow(mail, email, dates);
    await into.messages.add({
      ...dates,
      document_id: history.documentId('message', mail.number),
      thread_id: thread.id,
      message_id: mail.messageId,
      message_key: keys.messageKey(mail.messageId),
      subject: mail.subject,
      from: [mail.from],
      author: { type: 'address', ...mail.from },
      author_key: senderKey,
      inbound_id: id,
      sent_at: at,
    });
    if (mail.answer) await answer(mail, dates);
  }

  /** Somebody may write to a thread for the first time twice, as far as the history knows. */
  const following = new Set();
  async function follow({ thread }, email, dates) {
    const key = keys.hashKey(thread.id, email).slice(0, 16);
    if (following.has(key)) return;
    following.add(key);
    await into.followers.add({
      ...dates,
      document_id: history.documentId('follower', key),
      thread_id: thread.id,
      email,
      address: email,
    });
  }

  async function answer({ at, thread, answer: { id, state }, messageId: answered }, dates) {
    const messageId = `<${id}@${domain}>`;
    const contentId = history.documentId('content', id);
    const named = { message_id: messageId, message_key: keys.messageKey(messageId) };
    await into.answers.add({
      ...dates,
      ...named,
      document_id: id,
      thread_id: thread.id,
      in_reply_to: answered,
      references: answered,
      to: [thread.customer],
      sent_at: at,
    });
    await into.contents.add({
      ...dates,
      document_id: contentId,
      created_for: id,
      message_id: messageId,
      date: at,
      in_reply_to: answered,
      references: answered,
      to: [thread.customer],
    });
    await into.outbox.add({
      ...dates,
      ...named,
      document_id: history.documentId('outbound', id),
      state,
      content_id: contentId,
      thread_message_id: id,
      recipient: thread.customer.address,
      entry_document_id: thread.entryId,
      queued_at: at,
      accepted_at: at,
      data_at: at,
    });
  }

  for (let number = 0; number < rows; number += 1) await take(history.mail(number));
  const counts = await bulk.end();
  knex.client.releaseConnection(connection);
  await analyse(strapi, Object.keys(counts));
  return counts;
}

/**
 * What PostgreSQL and MariaDB do by themselves some time after so many rows, and SQLite never does; what PostgreSQL still
 * has to write of them is not to be measured.
 */
async function analyse(strapi, tables) {
  const { client } = strapi.db.dialect;
  for (const table of tables) {
    if (client === 'postgres') await strapi.db.connection.raw('vacuum analyze ??', [table]);
    if (client === 'mysql') await strapi.db.connection.raw('analyze table ??', [table]);
  }
  if (client === 'postgres') await strapi.db.connection.raw('checkpoint');
}
