import type { RunSettings } from '../runs/run-settings.ts'

/** Settings for processes that execute runs. They are passed on the command line, so they must not contain secrets. */
export interface ChildSettings extends RunSettings {
  nodes: readonly string[]
  allowHosts: readonly string[]
  filesFolder?: string | undefined
  temporaryFolder: string
  /** Memory limit per data engine, in DuckDB's format. */
  memoryLimit: string
}
