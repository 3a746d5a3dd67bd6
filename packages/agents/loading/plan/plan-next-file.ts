import { NodeError, TablesError, type SourceFile } from '@aw-flow/engine'
import type { PlanDrift, SavedLoadPlan } from '@aw-flow/schema'
import { planLoad } from './plan-load.ts'
import type { PlannedFile, PlanOptions } from './planned-file.ts'
import { deriveOverrides, reusePlan, measureSharedColumns } from './reuse-plan.ts'

/** A file planned with a saved plan. `drift` is absent for the file that the plan was saved for. */
export type PlannedNextFile = PlannedFile & { drift?: PlanDrift }

/**
 * Plans a file with a saved plan. The file that the plan was saved for is read with the unchanged plan. A different
 * file is planned with the dialect and header of the saved plan and, if columns are missing, also from scratch; the
 * plan with more of the saved columns is used. Differences are reported as drift.
 */
export async function planNextFile(
  file: SourceFile,
  saved: SavedLoadPlan,
  options: PlanOptions = {},
): Promise<PlannedNextFile> {
  if (saved.dataset === file.dataset) return { filePlan: { plan: saved.plan, warnings: [], alternatives: [] } }
  const bySavedPlan = await planBySavedPlan(file, saved, options)
  const isSame = bySavedPlan.filePlan !== undefined && measureSharedColumns(saved.plan, bySavedPlan.filePlan.plan) === 1
  const planned = isSame ? bySavedPlan : chooseBetter(saved, bySavedPlan, await planLoad(file, options))
  if (!planned.filePlan) return planned
  const { plan, drift, warnings } = reusePlan(saved.plan, planned.filePlan.plan)
  return {
    filePlan: {
      plan,
      warnings: [...planned.filePlan.warnings, ...warnings],
      ...(planned.filePlan.isSampled ? { isSampled: true } : {}),
      ...(planned.filePlan.assumesOneTable ? { assumesOneTable: true } : {}),
      ...(planned.filePlan.entries ? { entries: planned.filePlan.entries } : {}),
      ...(planned.filePlan.parts ? { parts: planned.filePlan.parts } : {}),
      alternatives: planned.filePlan.alternatives.map(({ reason, createPlan }) => ({
        reason,
        createPlan: () => {
          const alternative = createPlan()
          return { ...alternative, plan: reusePlan(saved.plan, alternative.plan).plan }
        },
      })),
    },
    drift,
  }
}

/** Codes of problems with a file that lacks the entry, part or header lines of the saved plan. */
const ignoredCodes = new Set([
  'load.no-entry',
  'load.no-part',
  'load.no-part.none',
  'load.no-part.page',
  'load.header-too-long',
])

async function planBySavedPlan(file: SourceFile, { plan }: SavedLoadPlan, options: PlanOptions): Promise<PlannedFile> {
  const { overrides = {} } = options
  const { entry, part, headerLines, ...savedOverrides } = deriveOverrides(plan)
  const location = {
    ...(entry === undefined ? {} : { entry }),
    ...(part === undefined ? {} : { part }),
    ...(headerLines === undefined ? {} : { headerLines }),
  }
  try {
    return await planLoad(file, { ...options, overrides: { ...savedOverrides, ...location, ...overrides } })
  } catch (cause) {
    const isFailed = cause instanceof TablesError || cause instanceof NodeError
    if (!isFailed || !ignoredCodes.has(cause.problem.code)) throw cause
    return planLoad(file, { ...options, overrides: { ...savedOverrides, ...overrides } })
  }
}

function chooseBetter(saved: SavedLoadPlan, bySavedPlan: PlannedFile, fromScratch: PlannedFile): PlannedFile {
  if (!bySavedPlan.filePlan || !fromScratch.filePlan) return fromScratch.filePlan ? fromScratch : bySavedPlan
  const measureShared = (planned: typeof fromScratch.filePlan): number => measureSharedColumns(saved.plan, planned.plan)
  return measureShared(fromScratch.filePlan) > measureShared(bySavedPlan.filePlan) ? fromScratch : bySavedPlan
}
