/** Keys of the PostgreSQL advisory locks. The values are arbitrary but must be distinct. */
export const advisoryLocks = {
  /** Held while migrating the schema; other processes wait. */
  migrate: 6022140761,
  /** Held while counting and claiming runs. */
  claim: 6022140762,
  /** Held while counting the active runs per concurrency key and unblocking waiting ones. */
  unblock: 6022140763,
  /** Held while updating the analytics aggregates, so that only one process does so at a time. */
  aggregate: 6022140764,
} as const
