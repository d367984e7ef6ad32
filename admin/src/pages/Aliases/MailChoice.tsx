import { Combobox, ComboboxOption, Field } from '@strapi/design-system';
import type { PreviewedMail } from '../../../../contracts';
import { useReceivedQuery } from '../../api';
import { useText } from '../../i18n';

/** The value of the option for the built-in mail: a combobox has no empty one. */
const SAMPLE = 'sample';

const LATEST = {
  states: [],
  reason: null,
  q: null,
  incomingServerId: null,
  from: null,
  to: null,
  pages: 1,
} as const;

interface Props {
  /** documentId; null: the built-in one. */
  mail: string | null;
  /** The mail of the preview as it is shown, which may be none of the latest. */
  shown: PreviewedMail | undefined;
  onChange: (mail: string | null) => void;
}

/** Chooses a mail to try the mapping with: the built-in one or one of the latest. */
export const MailChoice = ({ mail, shown, onChange }: Props) => {
  const text = useText();
  const { data } = useReceivedQuery(LATEST);
  const label = (subject: string | null, from: string | null): string =>
    text('alias.preview.choice', {
      subject: subject || text('mail.noSubject'),
      from: from || text('mail.noSender'),
    });

  const latest = (data?.mails ?? [])
    .filter(({ rawStored }) => rawStored)
    .map(({ documentId, subject, from }) => ({ documentId, name: label(subject, from) }));
  const isOther = mail !== null && latest.every(({ documentId }) => documentId !== mail);
  const other = isOther
    ? [{ documentId: mail, name: label(shown?.subject ?? null, shown?.from ?? null) }]
    : [];

  // The combobox reads the name of its value once: it is made anew when that comes to be known.
  const isNamed = !isOther || shown?.documentId === mail;
  return (
    <Field.Root name="preview-mail" hint={text('alias.preview.choose.hint')}>
      <Field.Label>{text('alias.preview.choose')}</Field.Label>
      <Combobox
        key={String(isNamed)}
        value={isNamed ? (mail ?? SAMPLE) : undefined}
        onChange={(chosen) => onChange(!chosen || chosen === SAMPLE ? null : chosen)}
        onClear={mail === null ? undefined : () => onChange(null)}
        clearLabel={text('alias.preview.choose.clear')}
        noOptionsMessage={() => text('alias.preview.choose.none')}
      >
        {[{ documentId: SAMPLE, name: text('alias.preview.sample') }, ...other, ...latest].map(
          ({ documentId, name }) => (
            <ComboboxOption key={documentId} value={documentId}>
              {name}
            </ComboboxOption>
          )
        )}
      </Combobox>
      <Field.Hint />
    </Field.Root>
  );
};
