import { Button, EmptyStateLayout } from '@strapi/design-system';
import { ArrowClockwise, WarningCircle } from '@strapi/icons';
import { useText } from '../i18n';

interface Props {
  /** What was to be loaded, and why it was not. */
  message: string;
  /** Left out where trying again cannot help. */
  onRetry?: () => void;
}

/** Stands in the place of what could not be loaded. */
export const LoadFailed = ({ message, onRetry }: Props) => {
  const text = useText();
  return (
    <div role="alert">
      <EmptyStateLayout
        icon={<WarningCircle width="6.4rem" height="6.4rem" fill="danger600" />}
        content={message}
        action={
          onRetry && (
            <Button variant="secondary" startIcon={<ArrowClockwise />} onClick={onRetry}>
              {text('error.retry')}
            </Button>
          )
        }
      />
    </div>
  );
};
