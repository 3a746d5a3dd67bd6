import type { SourceFile, Tables } from '@aw-flow/engine'
import type { LoadOverrides, LoadReport, TableRef } from '@aw-flow/schema'
import type { AskModel } from './model-answer.ts'

/** A loaded file. */
export interface LoadedFile {
  table: TableRef
  report: LoadReport
}

/** @internal */
export interface ReviewLoadOptions {
  tables: Tables
  signal?: AbortSignal | undefined
  ask: AskModel
  /** Maximum number of lines from the file that the model receives. */
  maxLines: number
  /** Loads the file with other decisions into a table with another id. */
  load(overrides: LoadOverrides, id: string): Promise<LoadedFile>
}

/**
 * Asks a model about the decisions of a load that the data leave open. If it decides otherwise, the file is loaded again,
 * and that result replaces the first one only if the data fit it as well. The report says what the model changed.
 *
 * @param loaded The file as loaded by rules.
 * @returns `loaded` with a warning if the model agrees or fails, or if the data contradict its proposal.
 * @internal
 */
export async function reviewLoad(
  file: SourceFile,
  loaded: LoadedFile,
  options: ReviewLoadOptions,
): Promise<LoadedFile> {
  // Most loads do not ask a model.
  const { reviewOpenDecisions } = await import('./review-open-decisions.ts')
  return reviewOpenDecisions(file, loaded, options)
}
