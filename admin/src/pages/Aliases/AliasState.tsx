import { Flex, Typography, type StatusVariant } from '@strapi/design-system';
import type { Alias } from '../../../../contracts';
import { ToneWord, useContentTypes } from '../../components';
import { useSentences, useText, type TextKey } from '../../i18n';
import { langOf, validityWords } from '../../words';

/** What an alias is good for now. One that does not fit its content type says so even while it is switched off. */
const lookOf = ({ active, validity }: Alias): [StatusVariant, TextKey] => {
  if (validity === 'invalid') return ['danger', 'alias.state.invalid'];
  return active ? ['success', 'alias.state.active'] : ['neutral', 'alias.state.inactive'];
};

/** The state of an alias in words, in its colour, with what has to be mended. */
export const AliasState = ({ alias }: { alias: Alias }) => {
  const text = useText();
  const { readable } = useContentTypes();
  const sentences = useSentences();
  const [tone, word] = lookOf(alias);
  const why = alias.validity === 'invalid' ? validityWords(alias, text, sentences) : null;
  return (
    <Flex direction="column" alignItems="flex-start" gap={2}>
      <ToneWord tone={tone}>{text(word)}</ToneWord>
      {why && (
        <Typography variant="pi" textColor="neutral600" lang={langOf(why)}>
          {readable(why.words)}
        </Typography>
      )}
    </Flex>
  );
};
