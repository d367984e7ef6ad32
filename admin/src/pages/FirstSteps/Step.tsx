import type * as React from 'react';
import { Box, Flex, Typography, VisuallyHidden } from '@strapi/design-system';
import { CheckCircle } from '@strapi/icons';
import { useErrorText, type QueryError } from '../../api';
import { LoadFailed } from '../../components';
import { useText } from '../../i18n';

interface Props {
  number: number;
  title: string;
  isDone: boolean;
  children: React.ReactNode;
}

const Mark = ({ number, isDone }: Pick<Props, 'number' | 'isDone'>) => (
  <Flex
    aria-hidden
    justifyContent="center"
    background={isDone ? 'success100' : 'primary100'}
    width="3.2rem"
    height="3.2rem"
    borderRadius="50%"
    shrink={0}
  >
    {isDone ? (
      <CheckCircle fill="success600" />
    ) : (
      <Typography fontWeight="bold" textColor="primary700">
        {number}
      </Typography>
    )}
  </Flex>
);

/** One step, with a tick once it is done. */
export const Step = ({ number, title, isDone, children }: Props) => {
  const text = useText();
  return (
    <Box tag="li" background="neutral0" hasRadius shadow="tableShadow" padding={6}>
      <Flex gap={4} alignItems="flex-start">
        <Mark number={number} isDone={isDone} />
        <Flex direction="column" alignItems="stretch" gap={3} flex="1" minWidth={0}>
          <Typography variant="delta" tag="h2">
            {title}
            {isDone && <VisuallyHidden> ({text('steps.done')})</VisuallyHidden>}
          </Typography>
          {children}
        </Flex>
      </Flex>
    </Box>
  );
};

/** What a step is for. */
export const Why = ({ children }: { children: React.ReactNode }) => (
  <Typography textColor="neutral600">{children}</Typography>
);

/** What a step needs could not be loaded. */
export const StepFailed = ({ error, onRetry }: { error: QueryError; onRetry: () => void }) => {
  const text = useText();
  const errorText = useErrorText();
  return <LoadFailed message={`${text('steps.error')}: ${errorText(error)}`} onRetry={onRetry} />;
};
