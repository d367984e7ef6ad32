import { Alert, Box } from '@strapi/design-system';
import type { ConnectionFailure } from '../../../contracts';
import { useSentences, useText } from '../i18n';
import { failureSentence } from '../words';

interface Props {
  failure: ConnectionFailure;
  /** By default it is serious. */
  variant?: 'danger' | 'warning';
  onClose: () => void;
}

/** What went wrong at a server and what to do about it; in another language than English, with the server's words below. */
export const FailureAlert = ({ failure, variant = 'danger', onClose }: Props) => {
  const text = useText();
  const sentences = useSentences();
  const { advice, code, message } = failure;
  const own = failureSentence(code, text, sentences);
  return (
    <Alert variant={variant} title={own ?? message} closeLabel={text('test.close')} onClose={onClose}>
      <Box tag="span" lang="en">
        {own === null ? advice : `${message} ${advice}`}
      </Box>
    </Alert>
  );
};
