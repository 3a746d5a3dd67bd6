import type { Files } from '@aw-flow/engine'
import { Kysely, Migrator } from 'kysely'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from './database.ts'
import { openDatabaseThread, type DatabaseThread } from './database-thread.ts'
import { filesPort, openDatasetFiles, type DatasetFiles } from './dataset-files.ts'
import { createDatasets, type Datasets } from './datasets.ts'
import { databaseMigrations } from './migrations/index.ts'
import { pgliteDialect } from './pglite-dialect.ts'
import { createRuns, type Runs } from './runs.ts'
import { createSecretBox, readKeyFile } from '../secrets/secret-box.ts'
import { createSecrets, type StoredSecrets } from './secrets.ts'
import { createWorkflows, type Workflows } from './workflows.ts'

/** All that the server keeps, in one folder. */
export interface Store {
  datasets: Datasets
  datasetFiles: DatasetFiles
  /** The port through which runs read datasets, and keep what they fetch. */
  files: Files
  workflows: Workflows
  runs: Runs
  secrets: StoredSecrets
  /** Where a run's tables are kept, as CSV files. */
  resultFolder(run: string): string
  /** Resolves when the database answers. */
  ping(): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the store in a folder whose lock the caller holds: database (PGlite) under `database`, brought to the newest
 * migration, bytes of datasets under `datasets`, tables of runs under `results`. Secrets are sealed under `secretKey`, or
 * under a key of the folder's own where none is given.
 */
export async function openStore(
  folder: string,
  { now }: { now: () => number },
  { secretKey }: { secretKey?: string | undefined } = {},
): Promise<Store> {
  await mkdir(folder, { recursive: true })
  const thread = await openDatabase(join(folder, 'database'))
  const database = new Kysely<Database>({ dialect: pgliteDialect(thread) })
  try {
    const { error } = await new Migrator({ db: database, provider: databaseMigrations }).migrateToLatest()
    if (error !== undefined)
      throw new Error('The database could not be brought to the newest version.', { cause: error })
    const datasetFiles = await openDatasetFiles(join(folder, 'datasets'))
    const datasets = createDatasets(database, datasetFiles, now)
    const box = createSecretBox(secretKey ?? (await readKeyFile(join(folder, 'secret-key'))))
    return {
      datasets,
      datasetFiles,
      files: filesPort(datasetFiles, datasets),
      workflows: createWorkflows(database, now),
      runs: createRuns(database, now),
      secrets: createSecrets(database, box, now),
      resultFolder: (run) => join(folder, 'results', run),
      ping: async () => {
        await database.selectFrom('datasets').select('id').limit(1).execute()
      },
      close: () => database.destroy(),
    }
  } catch (cause) {
    await database.destroy()
    throw cause
  }
}

/** A database is made under another name first: one whose making was cut off would never open again. */
async function openDatabase(path: string): Promise<DatabaseThread> {
  const made = await stat(path).catch(() => undefined)
  if (!made) {
    const making = `${path}.making`
    await rm(making, { recursive: true, force: true })
    await (await openDatabaseThread(making)).close()
    await rename(making, path)
  }
  return openDatabaseThread(path)
}
