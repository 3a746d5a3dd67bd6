/** The numbers of PostgreSQL's advisory locks. They are arbitrary, but each lock needs its own. */
export const advisoryLocks = {
  /** Schema changes: one process migrates, others wait. */
  migrate: 6022140761,
  /** Claiming runs while they are counted. */
  claim: 6022140762,
  /** Unblocking runs while the runs of their concurrency keys are counted. */
  unblock: 6022140763,
  /** Changing the aggregates of the analytics: one process at a time. */
  aggregate: 6022140764,
} as const
