import { Flex, Typography, type StatusVariant } from '@strapi/design-system';
import type { Alias } from '../../../../contracts';
import { ToneWord, useContentTypes } from '../../components';
import { useText, type TextKey } from '../../i18n';

/** What an alias is good for now. One that does not fit its content type says so even while it is switched off. */
const lookOf = ({ active, validity }: Alias): [StatusVariant, TextKey] => {
  if (validity === 'invalid') return ['danger', 'alias.state.invalid'];
  return active ? ['success', 'alias.state.active'] : ['neutral', 'alias.state.inactive'];
};

/** The state of an alias in words, in its colour, with what has to be mended. */
export const AliasState = ({ alias }: { alias: Alias }) => {
  const text = useText();
  const { readable } = useContentTypes();
  const [tone, word] = lookOf(alias);
  return (
    <Flex direction="column" alignItems="flex-start" gap={2}>
      <ToneWord tone={tone}>{text(word)}</ToneWord>
      {alias.validity === 'invalid' && alias.validityMessage && (
        <Typography variant="pi" textColor="neutral600">
          {readable(alias.validityMessage)}
        </Typography>
      )}
    </Flex>
  );
};
