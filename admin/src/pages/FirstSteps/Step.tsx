import type * as React from 'react';
import { Box, Flex, Link, Typography, VisuallyHidden } from '@strapi/design-system';
import { CheckCircle, WarningCircle } from '@strapi/icons';
import { Link as RouterLink } from 'react-router-dom';
import { useErrorText, type QueryError } from '../../api';
import { LoadFailed } from '../../components';
import { useText } from '../../i18n';
import type { StepState } from './state';

interface Props {
  number: number;
  title: string;
  state: StepState;
  children: React.ReactNode;
}

const GROUNDS = { open: 'primary100', done: 'success100', trouble: 'warning100' } as const;

const Mark = ({ number, state }: Pick<Props, 'number' | 'state'>) => (
  <Flex
    aria-hidden
    justifyContent="center"
    background={GROUNDS[state]}
    width="3.2rem"
    height="3.2rem"
    borderRadius="50%"
    shrink={0}
  >
    {state === 'done' && <CheckCircle fill="success600" />}
    {state === 'trouble' && <WarningCircle fill="warning600" />}
    {state === 'open' && (
      <Typography fontWeight="bold" textColor="primary700">
        {number}
      </Typography>
    )}
  </Flex>
);

/** One step, with a tick once it is done, and a warning while what was done does not work. */
export const Step = ({ number, title, state, children }: Props) => {
  const text = useText();
  return (
    <Box tag="li" background="neutral0" hasRadius shadow="tableShadow" padding={6}>
      <Flex gap={4} alignItems="flex-start">
        <Mark number={number} state={state} />
        <Flex direction="column" alignItems="stretch" gap={3} flex="1" minWidth={0}>
          <Typography variant="delta" tag="h2">
            {title}
            {state !== 'open' && <VisuallyHidden> ({text(`steps.${state}`)})</VisuallyHidden>}
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

interface LineProps {
  children: React.ReactNode;
  /** Why, in short. */
  reason?: React.ReactNode;
  /** Where it is mended. */
  to?: string;
  /** What stands there. */
  link?: string;
}

/** How one thing that a step set up is doing, and the way to it where somebody has to look. */
export const Line = ({ children, reason, to, link }: LineProps) => (
  <Flex direction="column" alignItems="flex-start" gap={1}>
    <Typography textColor="neutral800">{children}</Typography>
    {reason && <Typography textColor="neutral600">{reason}</Typography>}
    {to !== undefined && (
      <Link tag={RouterLink} to={to}>
        {link}
      </Link>
    )}
  </Flex>
);
