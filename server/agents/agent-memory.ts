import { maxMemoryTurns, type AgentMemory, type MemoryKey } from '@aw-flow/engine'
import type { Json } from '@aw-flow/schema'
import { sql, type Kysely } from 'kysely'
import type { Database } from '../store/database/database.ts'
import { toStorableText } from '../store/database/storable-text.ts'

/** The stored memory of a workspace's agents. */
export function createAgentMemory(database: Kysely<Database>, workspace: string, now: () => number) {
  return {
    /** Returns the memory of the agents in one workflow. */
    getAgentMemory(workflowId: string): AgentMemory {
      const toColumns = ({ agent, conversation }: MemoryKey) => ({
        workspace_id: workspace,
        workflow_id: workflowId,
        agent: toStorableText(agent),
        conversation: toStorableText(conversation),
      })
      const selectNewest = (key: MemoryKey) => {
        const { agent, conversation } = toColumns(key)
        return database
          .selectFrom('agent_memory')
          .where('workspace_id', '=', workspace)
          .where('workflow_id', '=', workflowId)
          .where(sql`md5(agent)`, '=', sql`md5(${agent})`)
          .where(sql`md5(conversation)`, '=', sql`md5(${conversation})`)
          .orderBy('position', 'desc')
      }
      return {
        async read(key) {
          const rows = await selectNewest(key).select('turn').limit(maxMemoryTurns).execute()
          return rows.map(({ turn }) => JSON.parse(turn) as Json).toReversed()
        },
        async append(key, id, turn) {
          await database
            .insertInto('agent_memory')
            .values({
              ...toColumns(key),
              id: toStorableText(id),
              turn: toStorableText(JSON.stringify(turn)),
              created_at: new Date(now()),
            })
            .onConflict((conflict) => conflict.doNothing())
            .execute()
          const firstExcessRow = await selectNewest(key)
            .select('position')
            .offset(maxMemoryTurns)
            .limit(1)
            .executeTakeFirst()
          if (!firstExcessRow) return
          await database
            .deleteFrom('agent_memory')
            .where('position', 'in', selectNewest(key).select('position').offset(maxMemoryTurns))
            .execute()
        },
      }
    },
  }
}
