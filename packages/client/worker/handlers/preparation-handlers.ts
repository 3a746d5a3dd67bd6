import {
  createRuleBasedProposer,
  isForDifferentTable,
  listChangedCells,
  OperationError,
  previewPreparation,
  profileTable,
  traceCell,
} from '@aw-flow/agents'
import { NodeError } from '@aw-flow/engine'
import { message } from '@aw-flow/messages'
import { defined, error } from '@aw-flow/schema'
import { assignOperationIds } from '@aw-flow/schema/internal'
import type { HandlerContext } from './handler-context.ts'
import type { Handlers } from './handler-types.ts'

/** Creates the handlers of requests about the preparation of a table. */
export const createPreparationHandlers = ({ tables }: HandlerContext) =>
  ({
    async proposePlan({ table, target, layout, seed, label }) {
      const profile = await profileTable(tables, table, { depth: 'counts' })
      const goal = defined({ target, table, namedTables: {}, layout, seed, label })
      const plan = await createRuleBasedProposer(tables)(goal, profile, [])
      if (!plan)
        throw new NodeError('permanent', error('prepare.no-plan', { reason: message('prepare.no-rules', { target }) }))
      if ('isLast' in plan) throw new NodeError('permanent', error('prepare.no-plan', { reason: plan.reason }))
      return assignOperationIds(plan)
    },

    previewPlan: ({ table, plan, namedTables }) => previewPreparation(defined({ tables, table, plan, namedTables })),

    async traceCell({ table, plan, row, column }) {
      try {
        return await traceCell({ tables, table, operations: plan.operations, row, column })
      } catch (cause) {
        if (!(cause instanceof OperationError)) throw cause
        throw new NodeError('permanent', error('prepare.no-cell', { reason: cause.reason }), { cause })
      }
    },

    changedCells: ({ table, plan }) =>
      listChangedCells({
        tables,
        table,
        operations: plan.operations,
        includeReasons: !isForDifferentTable(plan, table),
      }),
  }) satisfies Partial<Handlers>
