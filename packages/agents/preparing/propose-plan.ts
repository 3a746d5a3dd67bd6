import { message, type Message, type Text } from '@aw-flow/messages'
import type { Tables } from '@aw-flow/engine'
import { defined, type PreparationPlan, type TableProfile, type TableRef, type TableSchema } from '@aw-flow/schema'
import type {
  CosmoRoles,
  Operation,
  PointLayout,
  PreparationTarget,
  RuleResult,
  Validator,
} from '@aw-flow/schema/internal'
import { chooseId } from './cosmo-ready/choose-id.ts'
import type { NamedTables } from './plans/compile-for-table.ts'
import { findLinkedColumn, detectLinks } from './links/detect-links.ts'
import { planCosmoReady, type CosmoPlanOptions } from './cosmo-ready/plan-cosmo-ready.ts'
import type { MeasuredTable } from './measure-columns.ts'
import { inspectColumns } from './targets/inspect-columns.ts'
import { inspectTextColumns } from './targets/inspect-texts.ts'
import { planCleanTable } from './clean-table/plan-clean-table.ts'
import { maxCategoryCount, planMlReady } from './targets/plan-ml-ready.ts'
import { planCustom } from './targets/plan-custom.ts'

/** The goal of a preparation, and the inputs for planning it. @internal */
export interface Goal {
  target: PreparationTarget
  table: TableRef
  /** Other tables that the plan can read, keyed by name. The table `links` contains the links between the points. */
  namedTables: NamedTables
  /** How coordinates are determined for points without coordinate columns. */
  layout?: PointLayout
  /** Seed for the weights of a projection. */
  seed?: number
  /** Column to predict, for the target `ml-ready`. */
  label?: string
  /** Schema of a custom target. */
  schema?: TableSchema
  /** Validator of a custom target. */
  validator?: Validator
}

/** The failed rules of the previous attempt. @internal */
export type FailedRules = readonly RuleResult[]

/** A failed attempt to propose a plan. @internal */
export interface ProposalFailure {
  /** Summary of the attempt for the report. */
  action: Text
  /** The reason for the failure. */
  reason: Text
  /** Whether another attempt would be pointless. */
  isLast: boolean
}

/**
 * Proposes a plan for a goal. The caller tries the plan, validates the result, and requests another plan if it is
 * invalid. Rules and language models only propose operations, and all plans are checked in the same way.
 *
 * @param failedRules Failed rules of the previous attempt. Empty for the first attempt.
 * @returns A plan or a failure, or `undefined` if there is no further proposal.
 * @internal
 */
export type ProposePlan<Profile = TableProfile> = (
  goal: Goal,
  profile: Profile,
  failedRules: FailedRules,
  signal?: AbortSignal,
) => Promise<PreparationPlan | ProposalFailure | undefined>

/** Creates a proposer that uses rules for clean tables, which need no profile. It has a single plan. @internal */
export function createCleanTableProposer(tables: Tables): ProposePlan<MeasuredTable> {
  let isFirstAttempt = true
  return async ({ table }, measured, _failedRules, signal) => {
    if (!isFirstAttempt) return undefined
    isFirstAttempt = false
    return planCleanTable(tables, table, measured, signal)
  }
}

/**
 * Creates a proposer that uses rules. After a failure, it proposes a plan without the roles whose columns failed,
 * because points without a size, for example, are better than no points.
 *
 * @param options `isSampled`: whether the profile is based on a sample.
 * @internal
 */
export function createRuleBasedProposer(
  tables: Tables,
  { isSampled = false }: { isSampled?: boolean } = {},
): ProposePlan {
  let options: CosmoPlanOptions = {}
  let previousPlan: PreparationPlan | undefined
  return async (goal, profile, failedRules, signal) => {
    const { target, table, schema, validator, label } = goal
    const isFirstAttempt = previousPlan === undefined
    if (target === 'cosmo-ready') {
      if (isFirstAttempt) options = { ...(await createCosmoOptions(tables, goal, profile, signal)), isSampled }
      else {
        options = excludeFailedRoles(options, previousPlan, failedRules)
        if (!options.excludedRoles && options.coordinates !== false) return undefined
      }
      return (previousPlan = planCosmoReady(profile, options))
    }
    if (!isFirstAttempt) return undefined
    if (target === 'generic') return (previousPlan = await planCleanTable(tables, table, profile, signal))
    if (target === 'own')
      return (previousPlan = planCustom(
        profile,
        schema,
        validator,
        await inspectTextColumns(tables, table, profile, signal),
      ))
    const statistics = await inspectColumns(
      tables,
      table,
      profile,
      defined({ label, maxValues: maxCategoryCount, signal }),
    )
    previousPlan = planMlReady(profile, statistics, label)
    const dropOperations = previousPlan.operations.filter(({ op }) => op === 'drop-column')
    const dropsAllColumns =
      dropOperations.length === previousPlan.operations.length &&
      dropOperations.length === profile.columns.length &&
      dropOperations.length > 0
    return dropsAllColumns
      ? {
          action: message('prepare.plan-by-rules', {}),
          reason: createNoUsefulColumnsMessage(dropOperations),
          isLast: true,
        }
      : previousPlan
  }
}

const createNoUsefulColumnsMessage = (dropOperations: readonly Operation[]): Message =>
  message('prepare.nothing-to-learn', {
    columns: dropOperations.flatMap((operation) =>
      operation.op === 'drop-column'
        ? [message('prepare.nothing-to-learn.column', { column: operation.column, reason: operation.reason })]
        : [],
    ),
  })

async function createCosmoOptions(
  tables: Tables,
  { table, namedTables, layout, seed }: Goal,
  profile: TableProfile,
  signal: AbortSignal | undefined,
): Promise<CosmoPlanOptions> {
  const options: CosmoPlanOptions = defined({ layout, seed })
  const { links } = namedTables
  if (links) {
    const endpoints = findEndpointColumns(links.columns.map(({ name }) => name))
    if (endpoints) {
      const idColumn = await findLinkedColumn(tables, table, profile, links, endpoints, signal)
      return { ...options, linkTable: { columns: links.columns, endpoints, id: idColumn } }
    }
  }
  const detectedLinks = await detectLinks(tables, table, profile, chooseId(profile).column, signal)
  return detectedLinks ? { ...options, links: detectedLinks } : options
}

/** Finds the two endpoint columns of a link table by name. If no name matches, the first two columns are used. */
function findEndpointColumns(names: readonly string[]): [string, string] | undefined {
  const findName = (pattern: RegExp): string | undefined => names.find((name) => pattern.test(name))
  const source = findName(/^(?:source|src|from|origin|start)(?:[ _-]?id)?$/i) ?? names[0]
  const target = findName(/^(?:target|dst|dest|to|destination|end)(?:[ _-]?id)?$/i) ?? names[1]
  return source !== undefined && target !== undefined && source !== target ? [source, target] : undefined
}

function excludeFailedRoles(
  options: CosmoPlanOptions,
  plan: PreparationPlan | undefined,
  failedRules: FailedRules,
): CosmoPlanOptions {
  const roles = Object.entries(plan?.roles ?? {}) as [keyof CosmoRoles, string][]
  const failedRoles = failedRules.flatMap(({ column }) =>
    roles.flatMap(([role, roleColumn]) => (roleColumn === column ? [role] : [])),
  )
  const hasInvalidCoordinates =
    failedRoles.some((role) => role === 'x' || role === 'y') ||
    (plan?.roles?.x !== undefined && failedRules.some(({ code }) => code === 'minRows'))
  const removedRoles = failedRoles.filter((role) => !['x', 'y', 'id', 'index'].includes(role))
  const { coordinates: _, excludedRoles = [], ...rest } = options
  return {
    ...rest,
    ...(hasInvalidCoordinates || options.coordinates === false ? { coordinates: false } : {}),
    ...(removedRoles.length > 0 ? { excludedRoles: [...excludedRoles, ...removedRoles] } : {}),
  }
}
