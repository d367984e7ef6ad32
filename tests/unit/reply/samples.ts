/** What mail programs write around a reply, by language. Written for these tests. */
export interface Language {
  name: string;
  /** A reply of two paragraphs. */
  own: string;
  /** What is answered. */
  earlier: string;
  /** As Gmail introduces it. */
  gmail: string;
  /** As Apple Mail, Thunderbird, Outlook for Mac or a webmailer does. */
  other: string[];
  /** As Outlook heads it. */
  outlook: [from: string, date: string, to: string, subject: string];
  original: string;
  forward: string;
  footers: string[];
}

export const LANGUAGES: Language[] = [
  {
    name: 'English',
    own: 'Yes, I turned it off twice.\n\nIt still burns, thank you\nMary',
    earlier: 'Did you turn it off?\n\nKind regards\nEd',
    gmail: 'On Mon, 2 Mar 2026 at 10:00, Ed Editor <ed@site.example> wrote:',
    other: [
      'On Mar 2, 2026, at 10:00 AM, Ed Editor <ed@site.example> wrote:',
      'On 3/2/26 10:00, Ed Editor wrote:',
      'Ed Editor <ed@site.example> wrote:',
      'On Monday, March 2nd, 2026 at 10:00 AM, Ed Editor <ed@site.example> wrote:',
      'On Mon, Mar 02, 2026 at 10:00:00AM +0000, Ed Editor wrote:',
    ],
    outlook: ['From', 'Sent', 'To', 'Subject'],
    original: '-----Original Message-----',
    forward: '---------- Forwarded message ---------',
    footers: [
      'Sent from my iPhone',
      'Get Outlook for iOS<https://aka.ms/x>',
      'Sent from Mail for Windows 10',
    ],
  },
  {
    name: 'German',
    own: 'Ja, zweimal ausgeschaltet.\n\nEs brennt noch immer, danke\nMaria',
    earlier: 'Haben Sie es ausgeschaltet?\n\nViele Grüße\nEd',
    gmail: 'Am Mo., 2. März 2026 um 10:00 Uhr schrieb Ed Editor <ed@site.example>:',
    other: [
      'Am 02.03.26 um 10:00 schrieb Ed Editor:',
      'Am 02.03.2026 um 10:00 schrieb Ed Editor <ed@site.example>:',
      'Ed Editor <ed@site.example> schrieb am Mo., 2. März 2026, 10:00:',
    ],
    outlook: ['Von', 'Gesendet', 'An', 'Betreff'],
    original: '-----Ursprüngliche Nachricht-----',
    forward: '-------- Weitergeleitete Nachricht --------',
    footers: ['Von meinem iPhone gesendet', 'Gesendet von Mail für Windows', 'Gesendet mit der GMX Mail App'],
  },
  {
    name: 'French',
    own: 'Oui, deux fois.\n\nElle brûle toujours, merci\nMarie',
    earlier: 'L’avez-vous éteinte ?\n\nCordialement\nEd',
    gmail: 'Le lun. 2 mars 2026 à 10:00, Ed Editor <ed@site.example> a écrit :',
    other: [
      'Le 02/03/2026 à 10:00, Ed Editor a écrit\u00A0:',
      'Le 2 mars 2026 à 10:00, Ed <ed@site.example> a écrit :',
    ],
    outlook: ['De', 'Envoyé', 'À', 'Objet'],
    original: "-----Message d'origine-----",
    forward: '---------- Message transféré ---------',
    footers: ['Envoyé de mon iPhone', 'Envoyé depuis mon appareil Galaxy', 'Envoyé à partir de Outlook'],
  },
  {
    name: 'Spanish',
    own: 'Sí, dos veces.\n\nSigue ardiendo, gracias\nMaría',
    earlier: '¿La apagó?\n\nSaludos\nEd',
    gmail: 'El lun, 2 mar 2026 a las 10:00, Ed Editor (<ed@site.example>) escribió:',
    other: [
      'El 2 mar 2026, a las 10:00, Ed Editor <ed@site.example> escribió:',
      'El 2/3/26 a las 10:00, Ed Editor escribió:',
    ],
    outlook: ['De', 'Enviado', 'Para', 'Asunto'],
    original: '-----Mensaje original-----',
    forward: '---------- Mensaje reenviado ---------',
    footers: ['Enviado desde mi iPhone', 'Enviado desde Correo para Windows'],
  },
  {
    name: 'Italian',
    own: 'Sì, due volte.\n\nBrucia ancora, grazie\nMaria',
    earlier: 'L’ha spenta?\n\nSaluti\nEd',
    gmail: 'Il giorno lun 2 mar 2026 alle ore 10:00 Ed Editor <ed@site.example> ha scritto:',
    other: [
      'Il 02/03/26 10:00, Ed Editor ha scritto:',
      'Il giorno 2 mar 2026, alle ore 10:00, Ed <ed@site.example> ha scritto:',
    ],
    outlook: ['Da', 'Inviato', 'A', 'Oggetto'],
    original: '-----Messaggio originale-----',
    forward: '---------- Messaggio inoltrato ---------',
    footers: ['Inviato da iPhone', 'Inviato da Outlook per Android'],
  },
  {
    name: 'Dutch',
    own: 'Ja, twee keer.\n\nHij brandt nog, bedankt\nMaria',
    earlier: 'Heeft u hem uitgezet?\n\nGroeten\nEd',
    gmail: 'Op ma 2 mrt 2026 om 10:00 schreef Ed Editor <ed@site.example>:',
    other: [
      'Op 02-03-2026 om 10:00 schreef Ed Editor:',
      'Op 2 mrt. 2026 om 10:00 heeft Ed <ed@site.example> het volgende geschreven:',
    ],
    outlook: ['Van', 'Verzonden', 'Aan', 'Onderwerp'],
    original: '-----Oorspronkelijk bericht-----',
    forward: '---------- Doorgestuurd bericht ---------',
    footers: ['Verstuurd vanaf mijn iPhone', 'Verzonden vanuit Outlook voor iOS'],
  },
  {
    name: 'Portuguese',
    own: 'Sim, duas vezes.\n\nContinua a arder, obrigada\nMaria',
    earlier: 'Desligou?\n\nCumprimentos\nEd',
    gmail: 'Em seg., 2 de mar. de 2026 às 10:00, Ed Editor <ed@site.example> escreveu:',
    other: [
      'Em 02/03/2026 10:00, Ed Editor escreveu:',
      'No dia 2 de mar. de 2026, às 10:00, Ed <ed@site.example> escreveu:',
    ],
    outlook: ['De', 'Enviada em', 'Para', 'Assunto'],
    original: '-----Mensagem original-----',
    forward: '---------- Mensagem encaminhada ---------',
    footers: ['Enviado do meu iPhone', 'Enviado do Outlook para Android'],
  },
  {
    name: 'Swedish',
    own: 'Ja, två gånger.\n\nDen brinner ännu, tack\nMaria',
    earlier: 'Stängde du av den?\n\nHälsningar\nEd',
    gmail: 'Den mån 2 mars 2026 kl 10:00 skrev Ed Editor <ed@site.example>:',
    other: [
      '2 mars 2026 kl. 10:00 skrev Ed Editor <ed@site.example>:',
      'Den 2026-03-02 kl. 10:00, skrev Ed Editor:',
    ],
    outlook: ['Från', 'Skickat', 'Till', 'Ämne'],
    original: '-----Ursprungligt meddelande-----',
    forward: '---------- Vidarebefordrat meddelande ---------',
    footers: ['Skickat från min iPhone'],
  },
  {
    name: 'Danish',
    own: 'Ja, to gange.\n\nDen brænder stadig, tak\nMaria',
    earlier: 'Slukkede du den?\n\nHilsen\nEd',
    gmail: 'Den man. 2. mar. 2026 kl. 10.00 skrev Ed Editor <ed@site.example>:',
    other: [
      'man. 2. mars 2026 kl. 10:00 skrev Ed Editor <ed@site.example>:',
      'Den 02.03.2026 kl. 10.00 skrev Ed Editor:',
    ],
    outlook: ['Fra', 'Sendt', 'Til', 'Emne'],
    original: '-----Oprindelig meddelelse-----',
    forward: '---------- Videresendt meddelelse ---------',
    footers: ['Sendt fra min iPhone', 'Sendt fra Outlook til Android'],
  },
  {
    name: 'Polish',
    own: 'Tak, dwa razy.\n\nNadal się pali, dziękuję\nMaria',
    earlier: 'Czy ją Pani wyłączyła?\n\nPozdrawiam\nEd',
    gmail: 'pon., 2 mar 2026 o 10:00 Ed Editor <ed@site.example> napisał(a):',
    other: [
      'W dniu 02.03.2026 o 10:00, Ed Editor pisze:',
      'W dniu pon., 2 mar 2026 o 10:00 Ed Editor <ed@site.example> napisał:',
    ],
    outlook: ['Od', 'Wysłano', 'Do', 'Temat'],
    original: '-----Wiadomość oryginalna-----',
    forward: '---------- Przekazana wiadomość ---------',
    footers: ['Wysłane z iPhone’a', 'Wysłano z iPhone’a'],
  },
  {
    name: 'Russian',
    own: 'Да, два раза.\n\nВсё ещё горит, спасибо\nМария',
    earlier: 'Вы его выключили?\n\nС уважением\nЭд',
    gmail: 'пн, 2 мар. 2026 г. в 10:00, Ed Editor <ed@site.example>:',
    other: [
      '2 марта 2026 г., в 10:00, Ed Editor <ed@site.example> написал(а):',
      '02.03.2026 10:00, Ed Editor пишет:',
    ],
    outlook: ['От', 'Отправлено', 'Кому', 'Тема'],
    original: '-----Исходное сообщение-----',
    forward: '---------- Пересылаемое сообщение ---------',
    footers: ['Отправлено с iPhone'],
  },
  {
    name: 'Czech',
    own: 'Ano, dvakrát.\n\nPořád hoří, děkuji\nMarie',
    earlier: 'Vypnula jste ji?\n\nS pozdravem\nEd',
    gmail: 'po 2. 3. 2026 v 10:00 odesílatel Ed Editor <ed@site.example> napsal:',
    other: [
      'Dne 02. 03. 26 v 10:00 Ed Editor napsal(a):',
      '2. 3. 2026 v 10:00, Ed Editor <ed@site.example>:',
    ],
    outlook: ['Od', 'Odesláno', 'Komu', 'Předmět'],
    original: '-----Původní zpráva-----',
    forward: '---------- Přeposlaná zpráva ---------',
    footers: ['Odesláno z iPhonu'],
  },
  {
    name: 'Turkish',
    own: 'Evet, iki kez.\n\nHâlâ yanıyor, teşekkürler\nMeryem',
    earlier: 'Kapattınız mı?\n\nSaygılar\nEd',
    gmail: 'Ed Editor <ed@site.example>, 2 Mar 2026 Pzt, 10:00 tarihinde şunu yazdı:',
    other: [
      '2 Mar 2026 tarihinde 10:00 saatinde, Ed Editor <ed@site.example> şunları yazdı:',
      'On 2.03.2026 10:00, Ed Editor wrote:',
    ],
    outlook: ['Kimden', 'Gönderildi', 'Kime', 'Konu'],
    original: '-----Orijinal Mesaj-----',
    forward: '---------- İletilen mesaj ---------',
    footers: ['iPhone’umdan gönderildi'],
  },
  {
    name: 'Japanese',
    own: 'はい、二回切りました。\n\nまだ燃えています。ありがとうございます\n真理',
    earlier: '電源を切りましたか。\n\nよろしくお願いします\nエド',
    gmail: '2026年3月2日(月) 10:00 Ed Editor <ed@site.example>:',
    other: [
      '2026/03/02 10:00、Ed Editor <ed@site.example>のメール:',
      'On 2026/03/02 10:00, Ed Editor wrote:',
    ],
    outlook: ['差出人', '送信日時', '宛先', '件名'],
    original: '-----元のメッセージ-----',
    forward: '---------- 転送メッセージ ---------',
    footers: ['iPhoneから送信'],
  },
  {
    name: 'Chinese',
    own: '是的，关了两次。\n\n还在冒烟，谢谢\n玛丽',
    earlier: '您关掉了吗？\n\n此致\n埃德',
    gmail: 'Ed Editor <ed@site.example> 于2026年3月2日周一 10:00写道：',
    other: [
      '在 2026年3月2日，10:00，Ed Editor <ed@site.example> 写道：',
      'Ed Editor <ed@site.example> 於 2026年3月2日 週一 10:00 寫道：',
    ],
    outlook: ['发件人', '发送时间', '收件人', '主题'],
    original: '-----原始邮件-----',
    forward: '---------- 转发的邮件 ---------',
    footers: ['发自我的iPhone'],
  },
];

/** Each line behind `> `. */
export const angled = (text: string): string => text.replace(/^/gm, '> ');

/** A header as Outlook writes it. */
export const outlookHeader = ({ outlook: [from, date, to, subject] }: Language): string =>
  [
    `${from}: Ed Editor <ed@site.example>`,
    `${date}: Monday, 2 March 2026 10:00`,
    `${to}: Mary Customer <mary@customer.example>`,
    `${subject}: Re: Printer`,
  ].join('\n');
