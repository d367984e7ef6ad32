import type * as React from 'react';
import { Box, Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import type { PreviewedValue } from '../../../../contracts';
import { useFormats, useText } from '../../i18n';
import { blockLines } from './block-lines';
import { useSourceText } from './useSourceText';

const Words = styled(Typography)`
  max-height: 24rem;
  overflow-y: auto;
  overflow-wrap: anywhere;
  white-space: pre-wrap;
`;

/** Where the value comes from. */
const Origin = ({ preview }: { preview: PreviewedValue }) => {
  const text = useText();
  const sourceText = useSourceText();
  const { origin, source } = preview;
  const said =
    origin === 'mail' && source !== null ? sourceText(source) : text(`alias.preview.origin.${origin}`);
  return (
    <Typography variant="pi" textColor="neutral600">
      {said}
    </Typography>
  );
};

const Files = ({ preview }: { preview: PreviewedValue }) => {
  const text = useText();
  const { size } = useFormats();
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={1}>
      {preview.files.map(({ name, size: bytes }, position) => (
        <Typography key={position} tag="li" style={{ overflowWrap: 'anywhere' }}>
          {name ?? text('alias.preview.unnamed')} ({size(bytes)})
        </Typography>
      ))}
    </Flex>
  );
};

/** The value in the way that its type is read. */
const useWords = (): ((preview: PreviewedValue) => string) => {
  const text = useText();
  const { exact } = useFormats();
  return ({ type, value }) => {
    if (typeof value === 'boolean') return text(value ? 'alias.fixed.true' : 'alias.fixed.false');
    if (typeof value === 'string') {
      const isInstant = type === 'datetime' || type === 'timestamp';
      return isInstant && !Number.isNaN(Date.parse(value)) ? exact(value) : value;
    }
    if (type === 'blocks') return blockLines(value).join('\n');
    return typeof value === 'number' ? String(value) : JSON.stringify(value, null, 2);
  };
};

const Content = ({ preview }: { preview: PreviewedValue }): React.ReactNode => {
  const text = useText();
  const words = useWords();
  const { list } = useFormats();
  const { addresses, entries, files, isCut, value } = preview;
  if (files.length > 0) return <Files preview={preview} />;
  if (addresses.length > 0) {
    const said = { count: entries.length, addresses: list(addresses) };
    return <Words>{text('alias.preview.related', said)}</Words>;
  }
  if (value === null) return null;
  return (
    // What can be scrolled has to be reached by the keyboard.
    <Words tag="div" tabIndex={0}>
      {words(preview)}
      {isCut && ` … ${text('alias.preview.cut')}`}
    </Words>
  );
};

/** One attribute of the entry: its name, what it gets, and from where. */
export const PreviewValue = ({ preview }: { preview: PreviewedValue }) => (
  <Box>
    <Flex tag="dt" gap={2} justifyContent="space-between" wrap="wrap">
      <Typography variant="pi" fontWeight="bold" style={{ overflowWrap: 'anywhere' }}>
        {preview.attribute}
      </Typography>
      <Origin preview={preview} />
    </Flex>
    <Box tag="dd" paddingTop={1}>
      <Content preview={preview} />
    </Box>
  </Box>
);
