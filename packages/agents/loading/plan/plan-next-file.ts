import { NodeError, TablesError, type SourceFile } from '@aw-flow/engine'
import type { PlanDrift, SavedLoadPlan } from '@aw-flow/schema'
import { planLoad } from './plan-load.ts'
import type { PlannedFile, PlanOptions } from './planned-file.ts'
import { overridesOfPlan, reusePlan, sharedColumns } from './reuse-plan.ts'

/** A file planned by a kept plan; `drift` is absent for the very file that the plan was made for. */
export type PlannedNextFile = PlannedFile & { drift?: PlanDrift }

/**
 * Plans a file by a plan that a person has kept. The file that it was made for is read by it as it stands. Another file
 * is looked at first, cut as the kept plan says; where its columns are not found so, also as if nothing were known, and
 * the reading with more of the kept columns holds. What differs is told.
 */
export async function planNextFile(
  file: SourceFile,
  saved: SavedLoadPlan,
  options: PlanOptions = {},
): Promise<PlannedNextFile> {
  if (saved.dataset === file.dataset) return { filePlan: { plan: saved.plan, warnings: [], others: [] } }
  const asKept = await planAsKept(file, saved, options)
  const isSame = asKept.filePlan !== undefined && sharedColumns(saved.plan, asKept.filePlan.plan) === 1
  const found = isSame ? asKept : better(saved, asKept, await planLoad(file, options))
  if (!found.filePlan) return found
  const { plan, drift, warnings } = reusePlan(saved.plan, found.filePlan.plan)
  return {
    filePlan: {
      plan,
      warnings: [...found.filePlan.warnings, ...warnings],
      ...(found.filePlan.isSampled ? { isSampled: true } : {}),
      ...(found.filePlan.entries ? { entries: found.filePlan.entries } : {}),
      ...(found.filePlan.parts ? { parts: found.filePlan.parts } : {}),
      others: found.filePlan.others.map(({ reason, make }) => ({
        reason,
        make: () => {
          const other = make()
          return { ...other, plan: reusePlan(saved.plan, other.plan).plan }
        },
      })),
    },
    drift,
  }
}

/** What a next file need not have: the entry and the sheet of the kept plan, and as many lines as its header. */
const foundAfresh = new Set([
  'load.no-entry',
  'load.no-part',
  'load.no-part.none',
  'load.no-part.page',
  'load.header-too-long',
])

async function planAsKept(file: SourceFile, { plan }: SavedLoadPlan, options: PlanOptions): Promise<PlannedFile> {
  const { overrides = {} } = options
  const { entry, part, headerLines, ...kept } = overridesOfPlan(plan)
  const place = {
    ...(entry === undefined ? {} : { entry }),
    ...(part === undefined ? {} : { part }),
    ...(headerLines === undefined ? {} : { headerLines }),
  }
  try {
    return await planLoad(file, { ...options, overrides: { ...kept, ...place, ...overrides } })
  } catch (cause) {
    const isFailed = cause instanceof TablesError || cause instanceof NodeError
    if (!isFailed || !foundAfresh.has(cause.problem.code)) throw cause
    return planLoad(file, { ...options, overrides: { ...kept, ...overrides } })
  }
}

function better(saved: SavedLoadPlan, asKept: PlannedFile, afresh: PlannedFile): PlannedFile {
  if (!asKept.filePlan || !afresh.filePlan) return afresh.filePlan ? afresh : asKept
  const shared = (planned: typeof afresh.filePlan): number => sharedColumns(saved.plan, planned.plan)
  return shared(afresh.filePlan) > shared(asKept.filePlan) ? afresh : asKept
}
