import { vi } from 'vitest'
import type * as databaseThreads from './store/database/database-thread.ts'

/** A condition on the workspace. Kysely quotes the column; other statements are written by hand. */
const workspaceCondition = /(?:[a-z_]+\.|"[a-z_]+"\.)?(?:"workspace_id"|\bworkspace_id) = \$(\d+)/g

// Statements of a workspace lose their conditions on it. Row-level security alone must separate the workspaces.
vi.mock('./store/database/database-thread.ts', async (importOriginal) => {
  const original = await importOriginal<typeof databaseThreads>()
  return {
    ...original,
    async openDatabaseThread(folder: string): Promise<databaseThreads.DatabaseThread> {
      const thread = await original.openDatabaseThread(folder)
      return {
        ...thread,
        query: (text, parameters, workspace) =>
          thread.query(
            workspace === undefined || !/^\s*(select|with|update|delete)/i.test(text)
              ? text
              : text.replace(workspaceCondition, '$$$1::text is not null'),
            parameters,
            workspace,
          ),
      }
    },
  }
})

await import('./isolation.test.ts')
