import { eventually, expect, step, Unmet } from './expect.mjs';
import { ATTACHMENT, header, question, rawMail, reply, SUBJECT } from './mails.mjs';
import { CATCHALL, CUSTOMER, DOMAIN, SENDER, SUPPORT } from './people.mjs';

const ANSWER = 'Please open the lid at the back and take the paper out.';

/**
 * One real conversation: a customer's mail becomes a ticket, the answer leaves, the customer's reply joins the ticket.
 * Throws at the first thing that is not as it should be.
 */
export async function prove({ api, servers, incomingServer, rawDoor }) {
  const outside = await outsideWorld(servers);
  try {
    const sent = await step(`mail with attachment sent to ${SUPPORT} over SMTP`, () =>
      outside.sendMail(question())
    );
    await step('mailbox fetched over IMAP', () => fetchNow(api, incomingServer));
    const arrived = await step('mail journaled as delivered', () => journaled(api, SUBJECT));
    await step('ticket made of it, with the attachment, priority set by the hook', () =>
      checkTicket(api, arrived)
    );

    const answer = await step('answer posted in the ticket’s thread', () =>
      postAnswer(api, arrived.threadId)
    );
    const caught = await step('answer caught on its way to the customer', () =>
      checkAnswer(servers, answer, sent.messageId)
    );

    await step(`customer replied to ${caught.replyTo}`, () => outside.sendMail(reply(caught)));
    await step('mailbox fetched over IMAP again', () => fetchNow(api, incomingServer));
    await step('reply joined the thread of the same ticket', () => checkReply(api, arrived));
    await step('mail posted to the raw HTTP door became a ticket', () => checkRawDoor(api, rawDoor));
  } finally {
    outside.close();
  }
}

async function outsideWorld(servers) {
  const { default: nodemailer } = await import('nodemailer');
  return nodemailer.createTransport({
    host: servers.exchange.host,
    port: servers.exchange.port,
    ignoreTLS: true,
  });
}

async function fetchNow(api, incomingServer) {
  const report = await eventually('no other run has the mailbox', async () => {
    const { data } = await api.post(`/mail-gateway/incoming-servers/${incomingServer}/fetch`);
    return data.outcome === 'busy' ? null : data;
  });
  if (report.outcome !== 'fetched') throw new Unmet('fetching the mailbox', 'outcome fetched', report);
}

/** The journal row of the mail with this subject, once it is final; its details included. */
async function journaled(api, subject) {
  const list = async () => (await api.get('/mail-gateway/inbound-emails?limit=20')).data;
  const row = await eventually(
    `the journal shows "${subject}" in a final state`,
    async () => (await list()).find((mail) => mail.subject === subject && mail.state !== 'received'),
    { evidence: list }
  );
  const { data } = await api.get(`/mail-gateway/inbound-emails/${row.documentId}`);
  if (data.state !== 'delivered') throw new Unmet(`state of "${subject}"`, 'delivered', data);
  return data;
}

async function tickets(api) {
  return (await api.get('/content-manager/collection-types/api::ticket.ticket?pageSize=50')).results;
}

async function checkTicket(api, mail) {
  const all = await tickets(api);
  expect('number of tickets', 1, all.length);
  const { data: ticket } = await api.get(
    `/content-manager/collection-types/api::ticket.ticket/${mail.entryDocumentId}`
  );
  expect('title of the ticket', SUBJECT, ticket.title);
  expect('description of the ticket', /our printer eats the paper – see the photo/, ticket.description);
  expect('email of the ticket', CUSTOMER.address, ticket.email);
  expect('priority of the ticket', 'high', ticket.priority);
  expect('number of attachments', 1, ticket.attachments?.length);
  const file = await fetch(new URL(ticket.attachments[0].url, api.url));
  const bytes = Buffer.from(await file.arrayBuffer());
  expect('the attachment’s bytes are those that were sent', true, bytes.equals(ATTACHMENT.content));
}

async function postAnswer(api, thread) {
  const { data } = await api.post(`/mail-gateway/threads/${thread}/messages`, { text: ANSWER });
  expect(
    'recipients of the answer',
    CUSTOMER.address,
    data.outbound.map((mail) => mail.recipient).join(', ')
  );
  return data;
}

async function checkAnswer({ catcher }, answer, question) {
  const mail = await eventually(
    `the catcher has ${answer.messageId}`,
    async () =>
      (await catcher.mails()).find((caught) => header(caught.raw, 'Message-ID') === answer.messageId),
    { evidence: () => catcher.mails() }
  );
  expect('envelope recipient of the answer', CUSTOMER.address, mail.envelope.to.join(', '));
  expect('From of the answer', SENDER, mail.from);
  expect('From of the answer names its author', /Ada Agent/, header(mail.raw, 'From'));
  expect('In-Reply-To of the answer', question, header(mail.raw, 'In-Reply-To'));
  expect('Message-ID of the answer', new RegExp(`@${DOMAIN}>$`), header(mail.raw, 'Message-ID'));
  expect('text of the answer', new RegExp(ANSWER), mail.raw);
  const replyTo = header(mail.raw, 'Reply-To');
  expect('Reply-To of the answer', new RegExp(CATCHALL.replace('@', '(\\+[a-z0-9]+)?@')), replyTo);
  return { messageId: answer.messageId, replyTo, text: ANSWER };
}

async function checkReply(api, first) {
  const mail = await journaled(api, `Re: ${SUBJECT}`);
  expect('what the reply did', 'append', mail.actions.map((action) => action.type).join(', '));
  expect('thread of the reply', first.threadId, mail.threadId);
  expect('entry of the reply', first.entryDocumentId, mail.entryDocumentId);
  expect('number of tickets after the reply', 1, (await tickets(api)).length);
}

async function checkRawDoor(api, { url, token }) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'message/rfc822' },
    body: rawMail(),
  });
  const body = await answer.text();
  if (answer.status !== 200)
    throw new Unmet('raw HTTP door', 'status 200', `status ${answer.status}: ${body}`);
  const { data } = JSON.parse(body);
  expect('state of the mail from the raw HTTP door', 'delivered', data.state);
  expect('what it did', 'create', data.actions.map((action) => action.type).join(', '));
}
