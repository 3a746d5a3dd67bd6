/** Capacity of a process, and limits per run; 0: no limit. */
export interface RunSettings {
  /** Maximum concurrent runs. */
  atOnce: number
  /** Maximum concurrent data engines: further runs that need one wait. */
  tablesAtOnce: number
  /** Maximum concurrent runs of one workflow over all processes. */
  perWorkflow: number
  /** Maximum concurrent runs over all processes. */
  inAll: number
  /** Maximum duration of a run without interruption, in ms. Waiting for people, times and events does not count. */
  runMs: number
  /** Maximum memory of a process that executes runs, in bytes. */
  memoryBytes: number
  /** Maximum size of the result tables of a run, as CSV, in bytes. */
  resultBytes: number
  /** Maximum size of the record of a run, in bytes. */
  recordBytes: number
}
