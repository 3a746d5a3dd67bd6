import { message, type Message, type Text } from '@aw-flow/messages'
import type { Tables } from '@aw-flow/engine'
import type {
  CosmoRoles,
  Operation,
  PointLayout,
  PreparationPlan,
  PreparationTarget,
  RuleResult,
  TableProfile,
  TableRef,
  TableSchema,
  Validator,
} from '@aw-flow/schema'
import { chooseId } from './cosmo-ready/choose-id.ts'
import type { GivenTables } from './plans/compile-for-table.ts'
import { columnLinkedTo, detectLinks } from './links/detect-links.ts'
import { planCosmoReady, type CosmoPlanOptions } from './cosmo-ready/plan-cosmo-ready.ts'
import { lookAtColumns } from './targets/look-at-columns.ts'
import { columnsThatLose, countRepeated, lookAtTexts } from './targets/look-at-texts.ts'
import { planGeneric } from './targets/plan-generic.ts'
import { maxValues, planMlReady } from './targets/plan-ml-ready.ts'
import { planOwn } from './targets/plan-own.ts'

/** What is to be reached, and what may be used for it. */
export interface Goal {
  target: PreparationTarget
  table: TableRef
  /** Tables that the plan may read by name; `links` is taken for the links of the points. */
  given: GivenTables
  /** How points without coordinates are placed. */
  layout?: PointLayout
  /** What a projection is drawn by. */
  seed?: number
  /** For ml-ready: the column that is to be foretold. */
  label?: string
  /** For a target of one's own. */
  schema?: TableSchema
  validator?: Validator
}

/** What was wrong with the outcome of the plan before: the rules that fail. */
export type Findings = readonly RuleResult[]

/** A request for a plan that returned none. */
export interface NoPlan {
  /** What was tried, as the action of the attempt. */
  action: Text
  /** Why there is no plan. */
  failed: Text
  /** True where another request is of no use. */
  isLast: boolean
}

/**
 * Proposes a plan for a goal, given the table's profile and what the attempt before failed at (nothing, at first).
 * `undefined`: nothing more to propose. The loop tries it, validates the outcome and asks again. Whoever proposes (rules,
 * or a language model) gets no further than operations: the plan passes the same checks.
 */
export type ProposePlan = (
  goal: Goal,
  profile: TableProfile,
  findings: Findings,
  signal?: AbortSignal,
) => Promise<PreparationPlan | NoPlan | undefined>

/** Proposes by rules; `isSampled`: the profile is that of a sample. What failed gives up the role that failed: a point without size is better than none. */
export function proposeByRules(tables: Tables, { isSampled = false }: { isSampled?: boolean } = {}): ProposePlan {
  let given: CosmoPlanOptions = {}
  let before: PreparationPlan | undefined
  return async (goal, profile, findings, signal) => {
    const { target, table, schema, validator, label } = goal
    const isFirst = before === undefined
    if (target === 'cosmo-ready') {
      if (!isFirst && !(given = giveUp(given, before, findings)).without && given.coordinates !== false)
        return undefined
      const options = isFirst ? { ...(await cosmoOptions(tables, goal, profile, signal)), isSampled } : given
      given = options
      return (before = planCosmoReady(profile, options))
    }
    if (!isFirst) return undefined
    if (target === 'generic') return (before = await planClean(tables, table, profile, signal))
    if (target === 'own')
      return (before = planOwn(profile, schema, validator, await lookAtTexts(tables, table, profile, signal)))
    const facts = await lookAtColumns(tables, table, profile, {
      ...(label === undefined ? {} : { label }),
      maxValues,
      ...(signal ? { signal } : {}),
    })
    before = planMlReady(profile, facts, label)
    const dropped = before.operations.filter(({ op }) => op === 'drop-column')
    const isNothingLeft =
      dropped.length === before.operations.length && dropped.length === profile.columns.length && dropped.length > 0
    return isNothingLeft
      ? { action: message('prepare.plan-by-rules', {}), failed: nothingToLearn(dropped), isLast: true }
      : before
  }
}

/** The plan for a clean table, in which no text is read as a value where one of the column's would be lost by it. */
async function planClean(
  tables: Tables,
  table: TableRef,
  profile: TableProfile,
  signal: AbortSignal | undefined,
): Promise<PreparationPlan> {
  const texts = await lookAtTexts(tables, table, profile, signal)
  const repeated = await countRepeated(tables, table, signal)
  const plan = planGeneric(profile, { texts, repeated })
  const read = plan.operations
    .filter(({ op }) => readsTexts.has(op))
    .flatMap((one) => ('column' in one ? one.column : []))
  const columns = [...new Set(read)]
  const emptied = plan.operations.filter(({ op }) => op === 'trim' || op === 'empty-texts')
  const kept = await columnsThatLose(tables, table, columns, emptied, plan.operations, signal)
  return kept.size === 0 ? plan : planGeneric(profile, { texts, repeated, kept })
}

const readsTexts = new Set<Operation['op']>(['parse-number', 'parse-currency', 'parse-date', 'cast'])

const nothingToLearn = (dropped: readonly Operation[]): Message =>
  message('prepare.nothing-to-learn', {
    columns: dropped.flatMap((one) =>
      one.op === 'drop-column'
        ? [message('prepare.nothing-to-learn.column', { column: one.column, reason: one.reason })]
        : [],
    ),
  })

async function cosmoOptions(
  tables: Tables,
  { table, given, layout, seed }: Goal,
  profile: TableProfile,
  signal: AbortSignal | undefined,
): Promise<CosmoPlanOptions> {
  const options: CosmoPlanOptions = {
    ...(layout === undefined ? {} : { layout }),
    ...(seed === undefined ? {} : { seed }),
  }
  const { links } = given
  if (links) {
    const own = { rows: links.rows, columns: links.columns.map((column) => ({ ...column })) }
    const ends = endsByName(own.columns.map(({ name }) => name))
    if (ends) {
      const id = await columnLinkedTo(tables, table, profile, links, ends, signal)
      return { ...options, linkTable: { columns: links.columns, ends, id } }
    }
  }
  const found = await detectLinks(tables, table, profile, chooseId(profile).column, signal)
  return found ? { ...options, links: found } : options
}

/** The two columns of a table of links that are its ends: by their names, else the first two. */
function endsByName(names: readonly string[]): [string, string] | undefined {
  const find = (rule: RegExp): string | undefined => names.find((name) => rule.test(name))
  const source = find(/^(?:source|src|from|origin|start)(?:[ _-]?id)?$/i) ?? names[0]
  const target = find(/^(?:target|dst|dest|to|destination|end)(?:[ _-]?id)?$/i) ?? names[1]
  return source !== undefined && target !== undefined && source !== target ? [source, target] : undefined
}

function giveUp(given: CosmoPlanOptions, plan: PreparationPlan | undefined, findings: Findings): CosmoPlanOptions {
  const roles = Object.entries(plan?.roles ?? {}) as [keyof CosmoRoles, string][]
  const failed = findings.flatMap(({ column }) => roles.flatMap(([role, own]) => (own === column ? [role] : [])))
  const isPlaced =
    failed.some((role) => role === 'x' || role === 'y') ||
    (plan?.roles?.x !== undefined && findings.some(({ code }) => code === 'minRows'))
  const without = failed.filter((role) => !['x', 'y', 'id', 'index'].includes(role))
  const { coordinates: _, without: earlier = [], ...rest } = given
  return {
    ...rest,
    ...(isPlaced || given.coordinates === false ? { coordinates: false } : {}),
    ...(without.length > 0 ? { without: [...earlier, ...without] } : {}),
  }
}
