import { Box, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import { useText } from '../../i18n';
import type { Sentence } from './outcome';

const List = styled(Box)`
  list-style: disc;
  overflow-wrap: anywhere;
`;

interface Props {
  title: string;
  sentences: readonly Sentence[];
  /** Whether something does not work. */
  isWarning?: boolean;
}

/** What follows from what is typed, as it is typed. */
export const Sentences = ({ title, sentences, isWarning = false }: Props) => {
  const text = useText();
  return (
    <Box
      hasRadius
      padding={4}
      background={isWarning ? 'warning100' : 'neutral100'}
      role="group"
      aria-label={title}
    >
      <Typography tag="h3" variant="omega" fontWeight="bold" textColor="neutral800">
        {title}
      </Typography>
      <List tag="ul" paddingLeft={5} paddingTop={2}>
        {sentences.map(({ key, values }) => (
          <Typography key={key + Object.values(values).join()} tag="li" textColor="neutral800" lineHeight={6}>
            {text(key, values)}
          </Typography>
        ))}
      </List>
    </Box>
  );
};
