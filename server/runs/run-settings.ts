/** Process capacity and per-run limits. 0 means unlimited. */
export interface RunSettings {
  /** Maximum number of concurrent runs in this process. */
  maxRuns: number
  /** Maximum number of concurrent data engines. Further runs that need one wait. */
  maxTableRuns: number
  /**
   * Number of processes that execute runs of all workspaces whose nodes cannot reach their process. 0: each workspace has
   * its own process for all of its runs.
   */
  sharedProcesses: number
  /** Maximum number of concurrent runs per workflow, across all processes. */
  maxRunsPerWorkflow: number
  /** Maximum number of concurrent runs across all processes. */
  maxTotalRuns: number
  /** Maximum duration of a run, in ms. Time spent waiting for approvals, delays and events does not count. */
  runMs: number
  /** Maximum memory of a process that executes a run, in bytes. */
  memoryBytes: number
  /** Maximum total size of a run's result tables as CSV, in bytes. */
  resultBytes: number
  /** Maximum size of a run's record, in bytes. */
  recordBytes: number
}
