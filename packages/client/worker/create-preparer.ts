import {
  isOfAnother,
  listChangedCells,
  previewPreparation,
  profileTable,
  proposeByRules,
  proposeSchema,
  traceCell,
} from '@aw-flow/agents'
import { NodeError, type Tables } from '@aw-flow/engine'
import {
  error,
  withIds,
  type CellStep,
  type ChangedCell,
  type PlanPreview,
  type PreparationPlan,
  type TableRef,
  type TableSchema,
} from '@aw-flow/schema'
import type { GivenTables, ProposePlanRequest, TraceCellRequest } from './engine-api.ts'

/** What plans are looked at with before anything is made. */
export interface Preparer {
  /** Throws a `NodeError` where rules have nothing to propose. */
  propose(request: ProposePlanRequest): Promise<PreparationPlan>
  /** A schema that the table keeps. */
  schema(table: TableRef): Promise<TableSchema>
  preview(table: TableRef, plan: PreparationPlan, given?: GivenTables): Promise<PlanPreview>
  trace(request: TraceCellRequest): Promise<CellStep[]>
  changes(table: TableRef, plan: PreparationPlan): Promise<ChangedCell[]>
}

export function createPreparer(tables: Tables): Preparer {
  return {
    async propose({ table, target, layout, seed, label }) {
      const profile = await profileTable(tables, table, { depth: 'counts' })
      const goal = {
        target,
        table,
        given: {},
        ...(layout === undefined ? {} : { layout }),
        ...(seed === undefined ? {} : { seed }),
        ...(label === undefined ? {} : { label }),
      }
      const plan = await proposeByRules(tables)(goal, profile, [])
      if (!plan) throw new NodeError('permanent', error('prepare.no-plan', `Rules propose nothing for ${target}.`))
      if ('failed' in plan) throw new NodeError('permanent', error('prepare.no-plan', plan.failed))
      return withIds(plan)
    },
    schema: async (table) => proposeSchema(await profileTable(tables, table)),
    preview: (table, plan, given = {}) => previewPreparation({ tables, table, plan, given }),
    changes: (table, plan) =>
      listChangedCells({ tables, table, operations: plan.operations, withReasons: !isOfAnother(plan, table) }),
    async trace({ table, plan, row, column }) {
      try {
        return await traceCell({ tables, table, operations: plan.operations, row, column })
      } catch (cause) {
        if (!(cause instanceof RangeError)) throw cause
        throw new NodeError('permanent', error('prepare.no-cell', cause.message), { cause })
      }
    },
  }
}
