import { Accordion, Box, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import type { ShownHeader } from '../../../../contracts';
import { useText } from '../../i18n';

const Lines = styled(Box)`
  font-family: monospace;
  overflow-wrap: anywhere;
  * {
    font-family: inherit;
  }
`;

/** Every header field of the mail in its order, folded away. */
export const Headers = ({ headers, isCut }: { headers: readonly ShownHeader[]; isCut: boolean }) => {
  const text = useText();
  return (
    <Accordion.Root collapsible>
      <Accordion.Item value="headers">
        <Accordion.Header>
          <Accordion.Trigger>{text('content.headers', { count: headers.length })}</Accordion.Trigger>
        </Accordion.Header>
        <Accordion.Content>
          <Lines tag="ul" aria-label={text('content.headers.list')} padding={4} background="neutral100">
            {headers.map(({ name, value }, position) => (
              <Box key={position} tag="li" paddingBottom={1}>
                <Typography variant="pi" fontWeight="bold" textColor="neutral800">
                  {name}:
                </Typography>{' '}
                <Typography variant="pi" textColor="neutral700">
                  {value}
                </Typography>
              </Box>
            ))}
          </Lines>
          {isCut && (
            <Box padding={4}>
              <Typography variant="pi" textColor="neutral600">
                {text('content.headers.cut')}
              </Typography>
            </Box>
          )}
        </Accordion.Content>
      </Accordion.Item>
    </Accordion.Root>
  );
};
