import type { SourceFile, Tables } from '@aw-flow/engine'
import type { LoadReport, TableRef } from '@aw-flow/schema'
import type { LoadOverrides } from '@aw-flow/schema/internal'
import type { AskModel } from '../model-answer.ts'

/** A table loaded from a file, and the load report. */
export interface LoadedFile {
  table: TableRef
  report: LoadReport
}

/** @internal */
export interface ReviewLoadOptions {
  tables: Tables
  signal?: AbortSignal | undefined
  ask: AskModel
  /** The maximum number of lines that are sent to the model. */
  maxLines: number
  /** Loads the file again with different decisions, into a table with the given ID. */
  load(overrides: LoadOverrides, id: string): Promise<LoadedFile>
}

/**
 * Asks a model to make the decisions that the rules made with low confidence. If the model's decisions differ, the file
 * is loaded again. The new result replaces the first one only if it fits the data at least as well. The report states
 * what the model changed.
 *
 * @param loadedFile The result of rule-based loading, without a model.
 * @returns The new result, or the original one if no decision is uncertain, the model agrees or fails, or the data
 * contradicts its proposal. A note in the report states the outcome.
 * @internal
 */
export async function reviewLoad(
  file: SourceFile,
  loadedFile: LoadedFile,
  options: ReviewLoadOptions,
): Promise<LoadedFile> {
  // The module is loaded on demand, because most loads do not use a model.
  const { reviewOpenDecisions } = await import('./review-open-decisions.ts')
  return reviewOpenDecisions(file, loadedFile, options)
}
