import type { MappingProposal } from '../../../../contracts';
import { useAliasContentTypesQuery, useMappingProposalQuery } from '../../api';

/**
 * What is known of a content type; null where there is none of the name (any more). That is not asked of the server:
 * every part of the page would ask again, and each answer be a refusal.
 */
export const useProposal = (
  contentType: string | null
): { proposal: MappingProposal | null; isPending: boolean } => {
  const types = useAliasContentTypesQuery(undefined);
  const isKnown = types.data?.some(({ uid }) => uid === contentType) ?? false;
  const { currentData, isFetching } = useMappingProposalQuery(contentType ?? '', { skip: !isKnown });
  const proposal = isKnown ? (currentData ?? null) : null;
  return { proposal, isPending: types.isLoading || (proposal === null && isFetching) };
};
