import type { Files } from '@aw-flow/engine'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Blobs } from '../blobs/blobs.ts'
import { openBlobs } from '../blobs/open-blobs.ts'
import { openSecretBox } from '../secrets/open-secret-box.ts'
import { openDatasetFiles, type DatasetFiles } from './dataset-files.ts'
import { createDatasets, type Datasets } from './datasets.ts'
import { filesPort } from './files-port.ts'
import { createFacts, type Facts } from './facts.ts'
import { createIdempotency, type Idempotency } from './idempotency.ts'
import { migrate } from './migrate.ts'
import { openDatabase, type OpenedDatabase } from './open-database.ts'
import { createResults, type Results } from './results.ts'
import { createRunControls, type RunControls } from './run-controls.ts'
import { createRunLeases, type RunLeases } from './run-leases.ts'
import { createRuns, type Runs } from './runs.ts'
import { createSecrets, type StoredSecrets } from './secrets.ts'
import { createSharedWorkflows, type SharedWorkflows } from './shared-workflows.ts'
import { createTemplates, type Templates } from './templates.ts'
import { createWorkflows, type Workflows } from './workflows.ts'

/** All that the server keeps. */
export interface Store {
  opened: OpenedDatabase
  blobs: Blobs
  datasets: Datasets
  datasetFiles: DatasetFiles
  /** The port through which runs read datasets, and keep what they fetch. */
  files: Files
  workflows: Workflows
  runs: Runs
  /** Who is at work on which run, and what they write. */
  leases: RunLeases
  /** What is asked of runs meanwhile. */
  controls: RunControls
  /** The tables that runs came to. */
  results: Results
  secrets: StoredSecrets
  templates: Templates
  shared: SharedWorkflows
  /** Answers under keys of callers' own. */
  idempotency: Idempotency
  facts: Facts
  /** Resolves when the database answers. */
  ping(): Promise<void>
  close(): Promise<void>
}

export interface StoreOptions {
  /** Seals the secrets; a key of the folder's own where it is not said. */
  secretKey?: string | undefined
  /** PostgreSQL; PGlite in the folder where it is not said. */
  databaseUrl?: string | undefined
  /** An S3-compatible bucket; the folder where it is not said. */
  storageUrl?: string | undefined
  /** Connections at most, of PostgreSQL. */
  connections?: number
}

/**
 * Opens the store. Without addresses everything is in the folder, whose lock the caller holds: PGlite under `database`,
 * bytes under `datasets` and `results`. The database is brought to the newest migration, whoever else does the same.
 */
export async function openStore(
  folder: string,
  { now }: { now: () => number },
  { secretKey, databaseUrl, storageUrl, connections }: StoreOptions = {},
): Promise<Store> {
  await mkdir(folder, { recursive: true })
  const opened = await openDatabase({
    folder: join(folder, 'database'),
    address: databaseUrl,
    ...(connections === undefined ? {} : { connections }),
  })
  const { database } = opened
  try {
    await migrate(opened)
    const blobs = await openBlobs(folder, storageUrl)
    const arriving = join(folder, 'datasets', 'arriving')
    const datasetFiles = await openDatasetFiles({ blobs, arriving, isShared: opened.kind === 'postgres' })
    const datasets = createDatasets(database, datasetFiles, now)
    const box = await openSecretBox(database, folder, secretKey)
    return {
      opened,
      blobs,
      datasets,
      datasetFiles,
      files: filesPort(datasetFiles, datasets),
      workflows: createWorkflows(database, now),
      runs: createRuns(database, now),
      leases: createRunLeases(database, now),
      controls: createRunControls(database, now),
      results: createResults(blobs),
      secrets: createSecrets(database, box, now),
      templates: createTemplates(database, now),
      shared: createSharedWorkflows(database, now),
      idempotency: createIdempotency(database, now),
      facts: createFacts(database),
      ping: async () => {
        await database.selectFrom('datasets').select('id').limit(1).execute()
      },
      close: () => opened.close(),
    }
  } catch (cause) {
    await opened.close()
    throw cause
  }
}
