import { addressKey, type MailAddress } from '../../mail';
import type { AliasFacts, Claim, RoutingFacts } from './facts';
import type { Note } from './decision';
import type { RecipientGroup } from './groups';
import { unwrapAddress } from './stamped-addresses';

/** A candidate address that is ours. */
interface ClaimedAddress {
  address: string;
  claim: Claim;
}

/** An alias that the mail is for, and the address that led to it. */
export interface NamedAlias {
  alias: AliasFacts;
  address: string;
}

/** Who the mail is for. */
export interface Addressed {
  /** The group that decided; null where no group names anybody of ours. */
  group: RecipientGroup['name'] | null;
  /** Each alias once. */
  aliases: readonly NamedAlias[];
  /** Names of the deciding group that are no alias. */
  names(kind: 'catchall' | 'bounce' | 'default-from'): boolean;
}

/** So many addresses of a group are shown. */
const SHOWN = 10;

const claimedOf = ({ addresses }: RecipientGroup, claims: RoutingFacts['claims']): ClaimedAddress[] =>
  addresses.flatMap((address) => {
    const claim = claims.get(addressKey(address));
    return claim ? [{ address, claim }] : [];
  });

const hasAlias = (claimed: readonly ClaimedAddress[]): boolean =>
  claimed.some(({ claim }) => claim.kind === 'alias');

const leadsSomewhere = (claimed: readonly ClaimedAddress[]): boolean =>
  claimed.some(({ claim }) => claim.kind === 'catchall' || claim.kind === 'bounce');

const namedAliases = (claimed: readonly ClaimedAddress[]): NamedAlias[] => {
  const byId = new Map<string, NamedAlias>();
  for (const { address, claim } of claimed) {
    if (claim.kind === 'alias' && !byId.has(claim.alias.id)) {
      byId.set(claim.alias.id, { alias: claim.alias, address });
    }
  }
  return [...byId.values()];
};

/**
 * Finds the group that decides who the mail is for: the first that names an alias. Naming catchall, bounce or nobody of
 * ours does not end the search, because Gmail stamps the primary login on everything, Exchange Online stamps nothing and
 * a catch-all route names its own mailbox.
 *
 * Where no group names an alias, what the sender wrote (`visible`) tells catchall from bounce better than the stamps of
 * an account that serves both; else the first group that names one of them; else the first that names a default sender.
 */
export const findAddressed = ({ groups, claims }: RoutingFacts, note: Note): Addressed => {
  const asked = groups.map((group) => ({ group, claimed: claimedOf(group, claims) }));
  const decider =
    asked.find(({ claimed }) => hasAlias(claimed)) ??
    asked.find(({ group, claimed }) => group.name === 'visible' && leadsSomewhere(claimed)) ??
    asked.find(({ claimed }) => leadsSomewhere(claimed)) ??
    asked.find(({ claimed }) => claimed.length > 0);

  for (const { group, claimed } of asked) {
    const detail = {
      group: group.name,
      addresses: group.addresses.slice(0, SHOWN),
      count: group.addresses.length,
    };
    if (group === decider?.group) note('recipients', 'group_decided', detail);
    else note('recipients', group.addresses.length === 0 ? 'group_empty' : 'group_passed_over', detail);
    for (const { address, claim } of claimed.slice(0, SHOWN)) {
      note('recipients', 'address_claimed', {
        group: group.name,
        address,
        kind: claim.kind,
        ...(claim.kind === 'alias'
          ? { alias: claim.alias.address, contentType: claim.alias.contentType }
          : {}),
      });
    }
  }
  if (!decider) note('recipients', 'no_group_decided');

  const claimed = decider?.claimed ?? [];
  return {
    group: decider?.group.name ?? null,
    aliases: namedAliases(claimed),
    names: (kind) => claimed.some(({ claim }) => claim.kind === kind),
  };
};

/** Whose the addresses of a header field are; strangers are left out. */
const claimsIn = (field: readonly MailAddress[], claims: RoutingFacts['claims']): Claim[] =>
  field.flatMap(({ address }) => claims.get(addressKey(unwrapAddress(address))) ?? []);

/**
 * Whether the alias itself is addressed: it stands in To (or Resent-To), or the envelope names it and Cc does not. An
 * alias in Cc alone, or one that is only the account in which the mail was found, is not.
 */
export const isAddressedItself = (
  { id }: AliasFacts,
  { group }: Addressed,
  { mail, claims }: RoutingFacts
): boolean => {
  const standsIn = (...fields: readonly (readonly MailAddress[])[]): boolean =>
    fields.some((field) =>
      claimsIn(field, claims).some((claim) => claim.kind === 'alias' && claim.alias.id === id)
    );
  if (standsIn(mail.to, mail.resentTo)) return true;
  return group === 'envelope' && !standsIn(mail.cc, mail.resentCc);
};

/** Whether the sender wrote to the catchall address, in To or Cc: where replies to the site's mail are sent. */
export const writesToCatchall = ({ mail, claims }: RoutingFacts): boolean =>
  claimsIn([...mail.to, ...mail.cc], claims).some(({ kind }) => kind === 'catchall');
