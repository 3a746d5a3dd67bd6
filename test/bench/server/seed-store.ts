import { systemClock } from '@aw-flow/engine'
import { readWorkflow } from '@aw-flow/schema'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { openStore } from '../../../server/store/open-store.ts'
import { serializeDocument } from '../../../server/store/workflows/document-text.ts'

/** Fills a store with workflows and finished runs. Returns the ids of the workflows. */
export async function seedStore(
  folder: string,
  address: string | undefined,
  { workflows, runs, secretKey }: { workflows: number; runs: number; secretKey?: string },
): Promise<string[]> {
  const store = await openStore(folder, systemClock, { databaseUrl: address, secretKey })
  try {
    const text = await readFile(join(import.meta.dirname, '../../../examples/workflows/cosmo-ready.json'), 'utf8')
    const { workflow } = readWorkflow(text)
    if (!workflow) throw new Error('The example cannot be read.')
    const first = await store.forWorkspace('default').workflows.add('bench-0', serializeDocument(workflow))
    const { database } = store.openedDatabase
    await sql`insert into workflows (workspace_id, id, document, name, description, status, tags, hash, revision, version, created_at, updated_at)
      select workspace_id, 'bench-' || n, document, name || ' ' || n, description, status, tags, hash || n, 1, 1,
        created_at - n * interval '1 minute', updated_at - n * interval '1 minute'
      from workflows, generate_series(1, ${workflows - 1}::int) as n where id = ${first.id}`.execute(database)
    await sql`insert into runs (workspace_id, id, workflow_id, workflow_name, status, created_at, started_at, ended_at, request)
      select 'default', 'run-' || n, 'bench-' || (n % ${workflows}::int), 'Bench', 'completed', now() - n * interval '1 second',
        now() - n * interval '1 second', now() - n * interval '1 second', '{}'
      from generate_series(1, ${runs}::int) as n`.execute(database)
    // PostgreSQL analyzes tables automatically within a minute, and our server does so for PGlite.
    await sql`vacuum analyze`.execute(database)
    return Array.from({ length: workflows }, (_, n) => `bench-${n}`)
  } finally {
    await store.close()
  }
}
