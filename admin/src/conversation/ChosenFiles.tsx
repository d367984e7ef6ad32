import * as React from 'react';
import { Box, Flex, IconButton, Typography } from '@strapi/design-system';
import { Cross, Paperclip } from '@strapi/icons';
import { WrappingButton } from '../components';
import { useFormats, useText } from '../i18n';

interface Props {
  files: readonly File[];
  isDisabled: boolean;
  onChange: (files: readonly File[]) => void;
}

/** Files live as long as the page: the browser asks before it is closed or loaded anew, or they would be missed later. */
const useWarning = (isWanted: boolean): void =>
  React.useEffect(() => {
    if (!isWanted) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isWanted]);

/** The files that go along with what is written, and the way to choose more. */
export const ChosenFiles = ({ files, isDisabled, onChange }: Props) => {
  const text = useText();
  const { size } = useFormats();
  const input = React.useRef<HTMLInputElement>(null);
  useWarning(files.length > 0);

  const add = ({ currentTarget }: React.ChangeEvent<HTMLInputElement>) => {
    onChange([...files, ...(currentTarget.files ?? [])]);
    // The same file may be chosen again after it was removed.
    currentTarget.value = '';
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      {files.length > 0 && (
        <Flex
          tag="ul"
          direction="column"
          alignItems="stretch"
          gap={1}
          aria-label={text('conversation.attach.chosen')}
        >
          {files.map((file, position) => (
            <Flex key={position} tag="li" gap={2} justifyContent="space-between">
              <Box style={{ overflowWrap: 'anywhere' }}>
                <Typography variant="pi" textColor="neutral800">
                  {file.name}
                </Typography>{' '}
                <Typography variant="pi" textColor="neutral600">
                  {size(file.size)}
                </Typography>
              </Box>
              <IconButton
                label={text('conversation.attach.remove', { name: file.name })}
                size="XS"
                variant="ghost"
                disabled={isDisabled}
                onClick={() => onChange(files.filter((_, other) => other !== position))}
              >
                <Cross />
              </IconButton>
            </Flex>
          ))}
        </Flex>
      )}
      <Box>
        <input ref={input} type="file" multiple hidden onChange={add} />
        <WrappingButton
          variant="tertiary"
          size="S"
          startIcon={<Paperclip />}
          disabled={isDisabled}
          onClick={() => input.current?.click()}
        >
          {text('conversation.attach')}
        </WrappingButton>
      </Box>
    </Flex>
  );
};
