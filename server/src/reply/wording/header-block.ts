/** The header that Outlook and its kin put above what they quote, by its labels in many languages. */

export type HeaderKind = 'from' | 'date' | 'to' | 'subject' | 'other';

const LABELS: Readonly<Record<HeaderKind, readonly string[]>> = {
  from: [
    ...[
      'from',
      'von',
      'de',
      'da',
      'van',
      'fra',
      'från',
      'od',
      'от',
      'від',
      'kimden',
      'gönderen',
      '差出人',
      '送信者',
    ],
    ...[
      '发件人',
      '寄件者',
      '寄件人',
      '보낸 사람',
      'lähettäjä',
      'feladó',
      'από',
      'de la',
      'expéditeur',
      'remitente',
    ],
    ...[
      'mittente',
      'afzender',
      'remetente',
      'absender',
      'odesílatel',
      'отправитель',
      'מאת',
      'من',
      'avsändare',
    ],
  ],
  date: [
    ...[
      'sent',
      'date',
      'gesendet',
      'gesendet am',
      'datum',
      'envoyé',
      'envoyé le',
      'enviado',
      'enviado el',
      'enviada em',
    ],
    ...[
      'enviado em',
      'enviado a',
      'fecha',
      'inviato',
      'data',
      'verzonden',
      'skickat',
      'sendt',
      'dato',
      'wysłano',
    ],
    ...[
      'wysłane',
      'отправлено',
      'дата',
      'надіслано',
      'odesláno',
      'odoslané',
      'gönderildi',
      'gönderme tarihi',
      'tarih',
    ],
    ...[
      '送信日時',
      '日時',
      '日付',
      '发送时间',
      '发送日期',
      '日期',
      '寄件日期',
      '보낸 날짜',
      'lähetetty',
      'elküldve',
    ],
    ...[
      'στάλθηκε',
      'trimis',
      'päivämäärä',
      'date d’envoi',
      "date d'envoi",
      'enviat el',
      'נשלח',
      'تاريخ',
      'التاريخ',
      'تم الإرسال',
      'sendt den',
      'skickat den',
    ],
  ],
  to: [
    ...[
      'to',
      'an',
      'à',
      'a',
      'para',
      'aan',
      'til',
      'till',
      'do',
      'dla',
      'кому',
      'komu',
      'pro',
      'kime',
      'alıcı',
      '宛先',
    ],
    ...[
      '收件人',
      '收件者',
      '받는 사람',
      'vastaanottaja',
      'címzett',
      'προς',
      'către',
      'destinataire',
      'אל',
      'إلى',
      'per a',
      'empfänger',
    ],
  ],
  subject: [
    ...[
      'subject',
      'betreff',
      'objet',
      'sujet',
      'asunto',
      'oggetto',
      'onderwerp',
      'assunto',
      'ämne',
      'emne',
      'temat',
    ],
    ...[
      'тема',
      'předmět',
      'predmet',
      'konu',
      '件名',
      '主题',
      '主旨',
      '제목',
      'aihe',
      'tárgy',
      'θέμα',
      'subiect',
      'assumpte',
      'נושא',
      'الموضوع',
    ],
  ],
  other: [
    ...['cc', 'kopie', 'copie', 'copia', 'cópia', 'kopi', 'kopia', 'dw', 'копия', 'bilgi', 'bcc', 'reply-to'],
    ...[
      'importance',
      'attachments',
      'wichtigkeit',
      'antwort an',
      'cc:',
      '抄送',
      '副本',
      '참조',
      'organization',
      'organisation',
    ],
  ],
};

const KINDS = new Map<string, HeaderKind[]>();
/** Some programs lose the accents of what they write themselves. */
const withoutAccents = (label: string): string =>
  label.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');

for (const [kind, labels] of Object.entries(LABELS)) {
  for (const label of new Set(labels.flatMap((one) => [one, withoutAccents(one)]))) {
    // The keys of the record.
    KINDS.set(label, [...(KINDS.get(label) ?? []), kind as HeaderKind]);
  }
}

const LABEL = /^\**_?([^:：*]{1,24})_?\** ?[:：]\**/;

/** What the label of a line may mean. */
export const headerKinds = (words: string): readonly HeaderKind[] =>
  KINDS.get(LABEL.exec(words)?.[1]?.trim().toLowerCase() ?? '') ?? [];

/** Lines that a header may take: long lists of recipients are wrapped. */
const HEADER_LINES = 8;

/** Labels that a header has once. */
const ONCE: readonly HeaderKind[] = ['from', 'date', 'subject'];

/** What no program puts above a quote: whoever shows these shows the header itself, or a patch. */
const RAW =
  /^From [\da-f]{7,64} |^(?:message-id|received|return-path|delivered-to|mime-version|content-[a-z-]+|x-[a-z-]+|dkim-signature)[:：]/i;

const WITH_YEAR = /(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2}/;
const WITH_TIME = /(?<![\d.])\d{1,2}[:.h時时点]\d\d(?![\d.])|\d ?[AaPp]\.?[Mm]/;
const WITH_FIGURE = /\d/;
const WITH_ADDRESS = /@|<[^<>]{1,200}>|\[mailto:/i;

/**
 * Whether a header begins at this line: sender and date with its year, and the subject, or the receiver where the sender
 * has an address or a rule parts it; all four where the subject stands first. An address stands in for the year beside a
 * subject; without a receiver, a letter may begin like that, too, but for the time. Forms that people fill in ("From:
 * Berlin, To: Paris", "Date: today") have less.
 */
export const isHeaderOf = (lines: readonly { text: string }[], at: number, isRuled: boolean): boolean => {
  if (RAW.test(lines[at - 1]?.text ?? '')) return false;
  const first = headerKinds(lines[at]?.text ?? '');
  const isSubject = first.includes('subject');
  if (!first.includes('from') && !first.includes('date') && !isSubject) return false;
  const found = new Set<HeaderKind>();
  let hasAddress = false;
  let hasYear = false;
  let hasFigure = false;
  let hasTime = false;
  for (const { text } of lines.slice(at, at + HEADER_LINES)) {
    const kinds = headerKinds(text);
    // A second subject belongs to the header: the first line was somebody's own.
    if (isSubject && found.size > 0 && kinds.includes('subject')) return false;
    if (ONCE.some((kind) => kinds.includes(kind) && found.has(kind))) break;
    for (const kind of kinds) {
      found.add(kind);
      if (kind === 'from' && WITH_ADDRESS.test(text)) hasAddress = true;
      if (kind === 'date' && WITH_FIGURE.test(text)) hasFigure = true;
      if (kind === 'date' && WITH_TIME.test(text)) hasTime = true;
      if (kind === 'date' && WITH_YEAR.test(text)) hasYear = true;
    }
  }
  if (!found.has('from') || !found.has('date') || (isSubject && !found.has('to'))) return false;
  if (!(hasYear || (hasAddress && hasFigure))) return false;
  if (found.has('subject')) return found.has('to') || hasTime || hasAddress || isRuled;
  return found.has('to') && (hasAddress || isRuled) && hasYear;
};

/** Below the last of the fields that stand at the line; there, where none does. */
export const headerEnd = (lines: readonly { text: string }[], at: number): number =>
  at + lines.slice(at, at + HEADER_LINES).findLastIndex(({ text }) => headerKinds(text).length > 0) + 1;
