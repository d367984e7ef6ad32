export { LEASE_MS, createLeases, type Lease, type Leases } from './leases';
