import { NodeError, TablesError, type SourceFile } from '@aw-flow/engine'
import { defined } from '@aw-flow/schema'
import type { PlanDrift, SavedLoadPlan } from '@aw-flow/schema/internal'
import { planLoad } from './plan-load.ts'
import type { PlannedFile, PlanOptions } from './planned-file.ts'
import { deriveOverrides, reusePlan, getSharedColumnFraction } from './reuse-plan.ts'

/** The result of planning a file with a saved plan. `drift` is absent if the plan was saved for this very file. */
export type PlannedNextFile = PlannedFile & { drift?: PlanDrift }

/**
 * Plans how to load a file based on a saved plan. If the plan was saved for this file, it is returned unchanged. A
 * different file is planned with the dialect and header settings of the saved plan. If the resulting plan lacks saved
 * columns, the file is also planned from scratch, and the plan with more of the saved columns is used. Differences from
 * the saved plan are reported as drift.
 */
export async function planNextFile(
  file: SourceFile,
  savedPlan: SavedLoadPlan,
  options: PlanOptions = {},
): Promise<PlannedNextFile> {
  if (savedPlan.dataset === file.dataset) return { filePlan: { plan: savedPlan.plan, warnings: [], alternatives: [] } }
  const resultFromSavedPlan = await planFromSaved(file, savedPlan, options)
  const hasAllColumns =
    resultFromSavedPlan.filePlan !== undefined &&
    getSharedColumnFraction(savedPlan.plan, resultFromSavedPlan.filePlan.plan) === 1
  const result = hasAllColumns
    ? resultFromSavedPlan
    : chooseBetterPlan(savedPlan, resultFromSavedPlan, await planLoad(file, options))
  if (!result.filePlan) return result
  const { plan, drift, warnings } = reusePlan(savedPlan.plan, result.filePlan.plan)
  return {
    filePlan: {
      plan,
      warnings: [...result.filePlan.warnings, ...warnings],
      ...(result.filePlan.isSampled ? { isSampled: true } : {}),
      ...defined({ entries: result.filePlan.entries, parts: result.filePlan.parts }),
      alternatives: result.filePlan.alternatives.map(({ reason, createPlan }) => ({
        reason,
        createPlan: () => {
          const alternative = createPlan()
          return { ...alternative, plan: reusePlan(savedPlan.plan, alternative.plan).plan }
        },
      })),
    },
    drift,
  }
}

/** Problem codes that indicate that a file lacks the entry, part or header lines of the saved plan. */
const ignoredCodes = new Set([
  'load.no-entry',
  'load.no-part',
  'load.no-part.none',
  'load.no-part.page',
  'load.header-too-long',
])

async function planFromSaved(file: SourceFile, { plan }: SavedLoadPlan, options: PlanOptions): Promise<PlannedFile> {
  const { overrides = {} } = options
  const { entry, part, headerLines, ...savedOverrides } = deriveOverrides(plan)
  const location = defined({ entry, part, headerLines })
  try {
    return await planLoad(file, { ...options, overrides: { ...savedOverrides, ...location, ...overrides } })
  } catch (cause) {
    const isExpected = cause instanceof TablesError || cause instanceof NodeError
    if (!isExpected || !ignoredCodes.has(cause.problem.code)) throw cause
    return planLoad(file, { ...options, overrides: { ...savedOverrides, ...overrides } })
  }
}

function chooseBetterPlan(
  savedPlan: SavedLoadPlan,
  resultFromSavedPlan: PlannedFile,
  resultFromScratch: PlannedFile,
): PlannedFile {
  if (!resultFromSavedPlan.filePlan || !resultFromScratch.filePlan)
    return resultFromScratch.filePlan ? resultFromScratch : resultFromSavedPlan
  const getSavedColumnFraction = (filePlan: typeof resultFromScratch.filePlan): number =>
    getSharedColumnFraction(savedPlan.plan, filePlan.plan)
  return getSavedColumnFraction(resultFromScratch.filePlan) > getSavedColumnFraction(resultFromSavedPlan.filePlan)
    ? resultFromScratch
    : resultFromSavedPlan
}
