import { useNotification } from '@strapi/strapi/admin';
import type { AddFollower, Thread, UpdateFollower } from '../../../contracts';
import { useAddFollowerMutation, useErrorText, useUpdateFollowerMutation } from '../api';
import { useText } from '../i18n';

/** Changes who follows a conversation, and says what came of it. Each answers whether it worked. */
export interface Change {
  add(follower: AddFollower, done: string): Promise<boolean>;
  update(followerId: string, change: UpdateFollower, done: string): Promise<boolean>;
  isLoading: boolean;
}

/** @see Change. @param onChange is called when the conversation has to be read anew. */
export const useChange = ({ documentId: threadId }: Thread, onChange: () => void): Change => {
  const text = useText();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const [add, adding] = useAddFollowerMutation();
  const [update, updating] = useUpdateFollowerMutation();

  const tell = (answer: Awaited<ReturnType<typeof add>>, done: string): boolean => {
    const error = 'error' in answer ? answer.error : undefined;
    if (error) {
      const message = text('followers.failed', { problem: errorText(error) });
      toggleNotification({ type: 'danger', message });
    } else {
      toggleNotification({ type: 'success', message: done });
    }
    // A follower whom somebody else has changed meanwhile is the usual reason of a failure.
    onChange();
    return error === undefined;
  };

  return {
    add: async (follower, done) => tell(await add({ threadId, follower }), done),
    update: async (followerId, change, done) => tell(await update({ threadId, followerId, change }), done),
    isLoading: adding.isLoading || updating.isLoading,
  };
};
