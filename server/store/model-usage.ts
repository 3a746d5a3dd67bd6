import type { ChargedAmounts, ExceededLimit, UsageAmounts, UsageLimits } from '@aw-flow/engine'
import type { Kysely } from 'kysely'
import type { Database } from './database/database.ts'

/** Usage of a workspace's model calls and agent tool calls, by month. */
export interface StoredModelUsage {
  /** Returns the sum of a month, such as `2026-11`. Default: the current month in UTC. */
  read(month?: string): Promise<Required<ChargedAmounts> & { month: string }>
  /**
   * Reserves the estimate of a call in the current month; returns the exceeded limit instead if there is one.
   *
   * @param effect The idempotency key of the call. Reserving again replaces the amounts.
   */
  reserve(effect: string, estimate: ChargedAmounts, limits: UsageLimits): Promise<ExceededLimit | undefined>
  /** Replaces the estimate of a call with its actual usage. */
  settle(effect: string, usage: ChargedAmounts): Promise<void>
}

const limitNames = ['requests', 'toolCalls', 'inputTokens', 'outputTokens', 'cost'] as const

export function createModelUsage(database: Kysely<Database>, workspace: string, now: () => number): StoredModelUsage {
  const getCurrentMonth = (): string => new Date(now()).toISOString().slice(0, 7)
  const read = async (month: string): Promise<Required<ChargedAmounts>> => {
    const sums = await database
      .selectFrom('model_usage')
      .where('workspace_id', '=', workspace)
      .where('month', '=', month)
      .select(({ fn }) => [
        fn.sum<number | null>('requests').as('requests'),
        fn.sum<number | null>('tool_calls').as('toolCalls'),
        fn.sum<number | null>('input_tokens').as('inputTokens'),
        fn.sum<number | null>('output_tokens').as('outputTokens'),
        fn.sum<number | null>('cost').as('cost'),
        fn.sum<number | null>('unpriced').as('unpriced'),
      ])
      .executeTakeFirstOrThrow()
    return { ...toAmounts((name) => Number(sums[name] ?? 0)), unpriced: Number(sums.unpriced ?? 0) }
  }
  return {
    async read(month = getCurrentMonth()) {
      return { month, ...(await read(month)) }
    },
    async reserve(effect, estimate, limits) {
      const month = getCurrentMonth()
      const row = toRow(estimate)
      await database
        .insertInto('model_usage')
        .values({ workspace_id: workspace, month, effect, ...row })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'month', 'effect']).doUpdateSet(row))
        .execute()
      // Each caller sums after its own row is stored, so that concurrent calls cannot exceed a limit together.
      const total = await read(month)
      const limit = limitNames.find((name) => total[name] > (limits[name] ?? Infinity))
      if (!limit) return undefined
      await database
        .deleteFrom('model_usage')
        .where('workspace_id', '=', workspace)
        .where('month', '=', month)
        .where('effect', '=', effect)
        .execute()
      const needed = estimate[limit]
      return { scope: 'month', limit, used: total[limit] - needed, needed, max: limits[limit]! }
    },
    async settle(effect, usage) {
      await database
        .updateTable('model_usage')
        .set(toRow(usage))
        .where('workspace_id', '=', workspace)
        .where('effect', '=', effect)
        // A call that was interrupted in an earlier month stays charged there.
        .where('month', '=', (builder) =>
          builder
            .selectFrom('model_usage')
            .where('workspace_id', '=', workspace)
            .where('effect', '=', effect)
            .select(({ fn }) => fn.max('month').as('month')),
        )
        .execute()
    },
  }
}

const toAmounts = (read: (name: keyof UsageAmounts) => number): UsageAmounts => ({
  requests: read('requests'),
  toolCalls: read('toolCalls'),
  inputTokens: read('inputTokens'),
  outputTokens: read('outputTokens'),
  cost: read('cost'),
})

const toRow = ({ requests, toolCalls, inputTokens, outputTokens, cost, unpriced = 0 }: ChargedAmounts) => ({
  requests,
  tool_calls: toolCalls,
  input_tokens: inputTokens,
  output_tokens: outputTokens,
  cost,
  unpriced,
})
