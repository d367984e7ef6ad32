/** The labels of the header that Outlook and its kin put above what they quote, in many languages. */

export type HeaderKind = 'from' | 'sent' | 'date' | 'to' | 'subject' | 'other';

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
  // What only programs write.
  sent: [
    ...[
      'sent',
      'gesendet',
      'gesendet am',
      'envoyé',
      'envoyé le',
      'enviado',
      'enviado el',
      'enviada em',
      'enviado em',
      'enviado a',
      'inviato',
      'verzonden',
      'skickat',
      'sendt',
      'wysłano',
      'wysłane',
      'отправлено',
      'надіслано',
      'odesláno',
      'odoslané',
      'gönderildi',
      'gönderme tarihi',
      '送信日時',
      '发送时间',
      '发送日期',
      '寄件日期',
      '보낸 날짜',
      'lähetetty',
      'elküldve',
      'στάλθηκε',
      'trimis',
      'date d’envoi',
      "date d'envoi",
      'enviat el',
      'נשלח',
      'تم الإرسال',
      'sendt den',
      'skickat den',
    ],
  ],
  date: [
    ...[
      'date',
      'datum',
      'fecha',
      'data',
      'dato',
      'дата',
      'tarih',
      '日時',
      '日付',
      '日期',
      'päivämäärä',
      'تاريخ',
      'التاريخ',
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
    // The keys of the record. When it was sent is its date.
    const kinds: HeaderKind[] = kind === 'sent' ? ['sent', 'date'] : [kind as HeaderKind];
    KINDS.set(label, [...(KINDS.get(label) ?? []), ...kinds]);
  }
}

const LABEL = /^\**_?([^:：*]{1,24})_?\** ?[:：]\**/;

/** What the label of a line may mean. */
export const headerKinds = (words: string): readonly HeaderKind[] =>
  KINDS.get(LABEL.exec(words)?.[1]?.trim().toLowerCase() ?? '') ?? [];

const SENT_WITHIN = new RegExp(`\\s\\**(?:${LABELS.sent.join('|')})\\** ?[:：]`, 'iu');

/** Whether the label of the time at which a mail was sent stands within the line. */
export const holdsSent = (words: string): boolean => SENT_WITHIN.test(words);
