import type { ChargedAmounts, ExceededLimit, UsageLimits } from '@aw-flow/engine'
import { sql, type Kysely } from 'kysely'
import type { Database } from './database/database.ts'

/** Usage of a workspace's model calls and agent tool calls, by month. */
export interface StoredModelUsage {
  /** Returns the usage in a month, such as `2026-11`. Default: the current month in UTC. */
  read(month?: string): Promise<Required<ChargedAmounts> & { month: string }>
  /**
   * Reserves the estimate of a call in the current month, or returns the limit that it would exceed.
   *
   * @param effect The idempotency key of the call. Reserving again replaces the amounts, including those of an earlier
   *   month. If a limit is exceeded, the earlier amounts remain.
   */
  reserve(effect: string, estimate: ChargedAmounts, limits: UsageLimits): Promise<ExceededLimit | undefined>
  /** Replaces the estimate of a call with its actual usage. */
  settle(effect: string, usage: ChargedAmounts): Promise<void>
}

const limitNames = ['requests', 'toolCalls', 'inputTokens', 'outputTokens', 'cost', 'ms'] as const

export function createModelUsage(database: Kysely<Database>, workspace: string, now: () => number): StoredModelUsage {
  const getCurrentMonth = (): string => listMonths(now())[0]!
  const readSums = async (
    month: string,
    { from = database, except }: { from?: Kysely<Database>; except?: string } = {},
  ): Promise<Required<ChargedAmounts>> => {
    const sums = await from
      .selectFrom('model_usage')
      .where('workspace_id', '=', workspace)
      .where('month', '=', month)
      .$if(except !== undefined, (query) => query.where('effect', '!=', except!))
      .select(({ fn }) => [
        fn.sum<number | null>('requests').as('requests'),
        fn.sum<number | null>('tool_calls').as('toolCalls'),
        fn.sum<number | null>('input_tokens').as('inputTokens'),
        fn.sum<number | null>('output_tokens').as('outputTokens'),
        fn.sum<number | null>('cost').as('cost'),
        fn.sum<number | null>('unpriced').as('unpriced'),
        fn.sum<number | null>('ms').as('ms'),
      ])
      .executeTakeFirstOrThrow()
    const read = (name: keyof ChargedAmounts): number => Number(sums[name] ?? 0)
    return {
      requests: read('requests'),
      toolCalls: read('toolCalls'),
      inputTokens: read('inputTokens'),
      outputTokens: read('outputTokens'),
      cost: read('cost'),
      unpriced: read('unpriced'),
      ms: read('ms'),
    }
  }
  return {
    async read(month = getCurrentMonth()) {
      return { month, ...(await readSums(month)) }
    },
    async reserve(effect, estimate, limits) {
      const month = getCurrentMonth()
      const row = toRow(estimate)
      return database.transaction().execute(async (transaction): Promise<ExceededLimit | undefined> => {
        const limitedNames = limitNames.filter((name) => limits[name] !== undefined)
        if (limitedNames.length > 0) {
          // Concurrent calls must not exceed a limit together.
          const key = `aw-model-usage/${workspace}`
          await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(transaction)
          const used = await readSums(month, { from: transaction, except: effect })
          for (const limit of limitedNames) {
            const [needed = 0, max = Infinity] = [estimate[limit], limits[limit]]
            if (used[limit] + needed > max) return { scope: 'month', limit, used: used[limit], needed, max }
          }
        }
        await transaction
          .insertInto('model_usage')
          .values({ workspace_id: workspace, month, effect, ...row })
          .onConflict((conflict) => conflict.columns(['workspace_id', 'month', 'effect']).doUpdateSet(row))
          .execute()
        // A call is charged once, even if its reservation is extended after the end of the month.
        await transaction
          .deleteFrom('model_usage')
          .where('workspace_id', '=', workspace)
          .where('effect', '=', effect)
          .where('month', 'in', listMonths(now()).slice(1))
          .execute()
        return undefined
      })
    },
    async settle(effect, usage) {
      await database
        .updateTable('model_usage')
        .set(toRow(usage))
        .where('workspace_id', '=', workspace)
        .where('effect', '=', effect)
        .where('month', 'in', listMonths(now()))
        .execute()
    },
  }
}

/** Returns the current month and the eleven months before, newest first. A call ends within that time. */
const listMonths = (now: number): string[] =>
  Array.from({ length: 12 }, (_, index) => {
    const date = new Date(now)
    return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - index)).toISOString().slice(0, 7)
  })

const toRow = ({ requests, toolCalls, inputTokens, outputTokens, cost, unpriced = 0, ms = 0 }: ChargedAmounts) => ({
  requests,
  tool_calls: toolCalls,
  input_tokens: inputTokens,
  output_tokens: outputTokens,
  cost,
  unpriced,
  ms,
})
