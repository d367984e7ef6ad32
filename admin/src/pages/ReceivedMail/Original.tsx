import * as React from 'react';
import { Box, Button } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { useDownloadOriginal } from '../../api';
import { useText } from '../../i18n';

/** Saves the mail as it came, for a mail program or for whoever has to look at every byte. */
export const Original = ({ documentId }: { documentId: string }) => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const download = useDownloadOriginal();
  const [isLoading, setLoading] = React.useState(false);

  const run = async () => {
    setLoading(true);
    const isSaved = await download(documentId);
    setLoading(false);
    if (!isSaved) toggleNotification({ type: 'danger', message: text('original.failed') });
  };
  return (
    <Box>
      <Button variant="tertiary" startIcon={<Download />} loading={isLoading} onClick={() => void run()}>
        {text('original.download')}
      </Button>
    </Box>
  );
};
