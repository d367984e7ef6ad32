import type { AddFollower, Answer, Candidate, Follower, UpdateFollower } from '../../../contracts';
import { at, gatewayApi, withQuery } from './client';

const followers = (threadId: string): string => at(`threads/${encodeURIComponent(threadId)}/followers`);

/** Whoever shows the conversation asks for it again. Following changes what is unread. */
const api = gatewayApi.injectEndpoints({
  endpoints: (build) => ({
    addFollower: build.mutation<Follower, { threadId: string; follower: AddFollower }>({
      query: ({ threadId, follower }) => ({ url: followers(threadId), method: 'POST', data: follower }),
      transformResponse: ({ data }: Answer<Follower>) => data,
      invalidatesTags: ['MailGatewayInbox'],
    }),

    updateFollower: build.mutation<
      Follower,
      { threadId: string; followerId: string; change: UpdateFollower }
    >({
      query: ({ threadId, followerId, change }) => ({
        url: `${followers(threadId)}/${encodeURIComponent(followerId)}`,
        method: 'PUT',
        data: change,
      }),
      transformResponse: ({ data }: Answer<Follower>) => data,
      invalidatesTags: ['MailGatewayInbox'],
    }),

    /** Colleagues by part of a name or an address. */
    candidates: build.query<Candidate[], string>({
      query: (q) => withQuery('threads/followers/candidates', { q }),
      transformResponse: ({ data }: Answer<Candidate[]>) => data,
    }),
  }),
});

export const { useAddFollowerMutation, useCandidatesQuery, useUpdateFollowerMutation } = api;
