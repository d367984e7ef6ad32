import * as React from 'react';
import type { Thread } from '../../../contracts';
import { useMarkReadMutation } from '../api';

/**
 * Tells the server, for a user who follows, that they have seen a conversation.
 * @param latest documentId of the latest message on the screen; undefined while there is none.
 */
export const useMarkRead = ({ documentId, own }: Thread, latest: string | undefined): void => {
  const [markRead] = useMarkReadMutation();
  const isFollowing = own?.state === 'active';

  React.useEffect(() => {
    // What is loaded behind another window was not seen.
    if (!isFollowing || latest === undefined || document.visibilityState !== 'visible') return;
    void markRead({ threadId: documentId, message: latest });
  }, [markRead, documentId, isFollowing, latest]);
};
