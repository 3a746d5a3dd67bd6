/** Capacity of a process, and limits per run. 0 means unlimited. */
export interface RunSettings {
  /** Maximum concurrent runs. */
  maxRuns: number
  /** Maximum concurrent data engines: further runs that need one wait. */
  maxTableRuns: number
  /** Maximum concurrent runs of one workflow across all processes. */
  maxRunsPerWorkflow: number
  /** Maximum concurrent runs across all processes. */
  maxTotalRuns: number
  /** Maximum duration of a run, in ms. Excludes the time spent waiting for users, times and events. */
  runMs: number
  /** Maximum memory of a process that executes runs, in bytes. */
  memoryBytes: number
  /** Maximum size of a run's result tables as CSV, in bytes. */
  resultBytes: number
  /** Maximum size of a run's record, in bytes. */
  recordBytes: number
}
