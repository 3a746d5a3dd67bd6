import type { ChargedAmounts, ExceededLimit, UsageLimits } from '@aw-flow/engine'
import { sql, type Kysely } from 'kysely'
import type { Database } from '../store/database/database.ts'

const limitNames = ['requests', 'toolCalls', 'inputTokens', 'outputTokens', 'cost', 'ms'] as const

/** A workspace's monthly usage, from model calls and agents' tool calls. */
export function createModelUsage(database: Kysely<Database>, workspace: string, now: () => number) {
  const getCurrentMonth = (): string => listMonths(now())[0]!
  const readSums = async (
    month: string,
    { connection = database, excludedEffect }: { connection?: Kysely<Database>; excludedEffect?: string } = {},
  ): Promise<Required<ChargedAmounts>> => {
    const sums = await connection
      .selectFrom('model_usage')
      .where('workspace_id', '=', workspace)
      .where('month', '=', month)
      .$if(excludedEffect !== undefined, (query) => query.where('effect', '!=', excludedEffect!))
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
    const readSum = (name: keyof ChargedAmounts): number => Number(sums[name] ?? 0)
    return {
      requests: readSum('requests'),
      toolCalls: readSum('toolCalls'),
      inputTokens: readSum('inputTokens'),
      outputTokens: readSum('outputTokens'),
      cost: readSum('cost'),
      unpriced: readSum('unpriced'),
      ms: readSum('ms'),
    }
  }
  return {
    /** Returns the usage in a month, such as `2026-11`. Defaults to the current month in UTC. */
    async read(month: string = getCurrentMonth()): Promise<Required<ChargedAmounts> & { month: string }> {
      return { month, ...(await readSums(month)) }
    },
    /**
     * Reserves a call's estimated usage in the current month, or returns the limit that the call would exceed.
     *
     * @param effectKey The call's idempotency key. Reserving again replaces the reserved amounts, including those from an
     *   earlier month. If a limit is exceeded, the earlier amounts remain.
     */
    async reserve(
      effectKey: string,
      estimate: ChargedAmounts,
      limits: UsageLimits,
    ): Promise<ExceededLimit | undefined> {
      const month = getCurrentMonth()
      const row = toRow(estimate)
      return database.transaction().execute(async (transaction): Promise<ExceededLimit | undefined> => {
        const limitedNames = limitNames.filter((name) => limits[name] !== undefined)
        if (limitedNames.length > 0) {
          // Prevents concurrent calls from jointly exceeding a limit.
          const key = `aw-model-usage/${workspace}`
          await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(transaction)
          const usage = await readSums(month, { connection: transaction, excludedEffect: effectKey })
          for (const limit of limitedNames) {
            const [needed = 0, max = Infinity] = [estimate[limit], limits[limit]]
            if (usage[limit] + needed > max) return { scope: 'month', limit, used: usage[limit], needed, max }
          }
        }
        await transaction
          .insertInto('model_usage')
          .values({ workspace_id: workspace, month, effect: effectKey, ...row })
          .onConflict((conflict) => conflict.columns(['workspace_id', 'month', 'effect']).doUpdateSet(row))
          .execute()
        // Removes the call's rows from earlier months, so that a call that reserves again in a new month is charged
        // only once.
        await transaction
          .deleteFrom('model_usage')
          .where('workspace_id', '=', workspace)
          .where('effect', '=', effectKey)
          .where('month', 'in', listMonths(now()).slice(1))
          .execute()
        return undefined
      })
    },
    /** Replaces a call's estimated usage with its actual usage. */
    async settle(effectKey: string, usage: ChargedAmounts): Promise<void> {
      await database
        .updateTable('model_usage')
        .set(toRow(usage))
        .where('workspace_id', '=', workspace)
        .where('effect', '=', effectKey)
        .where('month', 'in', listMonths(now()))
        .execute()
    },
  }
}

/** Returns the current month and the eleven months before it, newest first. Every call ends within this period. */
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
