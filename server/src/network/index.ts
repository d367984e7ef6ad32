export {
  MAIL_PORTS,
  isAllowedAddress,
  isNetworkRange,
  kindOfAddress,
  mayUsePlainPassword,
  type AddressKind,
  type NetworkPolicy,
} from './addresses';
export {
  pinnedLookup,
  vetHost,
  type HostVerdict,
  type RefusedHost,
  type Resolve,
  type ResolvedAddress,
  type VettedHost,
} from './vet-host';
