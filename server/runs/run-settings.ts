/** How many runs a process performs, and what each may take; 0: no limit. */
export interface RunSettings {
  /** Runs at a time. */
  atOnce: number
  /** Data engines at a time: runs that need one wait for it. */
  tablesAtOnce: number
  /** Runs of one workflow at a time, everywhere together. */
  perWorkflow: number
  /** Runs at a time, everywhere together. */
  inAll: number
  /** In one go, without what it waits for people, times and events; in milliseconds. */
  runMs: number
  /** Of the process in which runs are performed, in bytes. */
  memoryBytes: number
  /** Of the tables that a run comes to, as CSV. */
  resultBytes: number
  /** Of a run's record. */
  recordBytes: number
}
