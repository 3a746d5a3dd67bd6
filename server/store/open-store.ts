import { defined } from '@aw-flow/schema'
import type { Kysely } from 'kysely'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openBlobs } from '../blobs/open-blobs.ts'
import { createPersonalStrings } from '../privacy/personal-texts.ts'
import { openSecretBox } from '../secrets/open-secret-box.ts'
import { openDatasetFiles } from './datasets/dataset-files.ts'
import { createDatasets } from './datasets/datasets.ts'
import { openResumableUploads, type ResumableUploads } from './datasets/resumable-uploads.ts'
import { withResultDatasets } from './datasets/result-datasets.ts'
import { createRetention } from '../retention/retention.ts'
import { createQuotas, noRunQuotas, type RunQuotas } from '../quotas/quotas.ts'
import { createWorkspaceState } from './workspace-state.ts'
import { defaultPurgePolicy, type PurgePolicy } from './purge-policy.ts'
import { createAgentSteps } from '../agents/agent-steps.ts'
import { createAgentMemory } from '../agents/agent-memory.ts'
import { createAgents } from '../agents/agents.ts'
import { createEvaluations } from '../evaluations/evaluations.ts'
import { createModelAgents } from '../agents/model-agents.ts'
import { createModelUsage } from '../quotas/model-usage.ts'
import { createIdempotency } from './idempotency.ts'
import { lazyParts } from '../lazy-parts.ts'
import { migrate } from './database/migrate.ts'
import type { Database } from './database/database.ts'
import { openDatabase, type OpenedDatabase } from './database/open-database.ts'
import { createResults } from './runs/results.ts'
import { createAnalytics } from '../analytics/analytics.ts'
import { createMcpCalls } from '../mcp/mcp-calls.ts'
import { createMcpServers } from '../mcp/mcp-servers.ts'
import { createGallery } from '../gallery/gallery.ts'
import { createToolUsage } from '../web-tools/tool-usage.ts'
import { createEventTriggers } from '../events/event-triggers.ts'
import { createEventTypes } from '../events/event-types.ts'
import { createEvents } from '../events/events.ts'
import { createNotificationQueue, type NotificationQueue } from '../notifications/notification-queue.ts'
import { createNotifications } from '../notifications/notifications.ts'
import { readPushKeys, type PushKeys } from '../notifications/push-keys.ts'
import { createPushSubscriptions } from '../notifications/push-subscriptions.ts'
import { createSchedules } from '../triggers/schedules/schedules.ts'
import { createWebhookTests } from '../triggers/webhooks/webhook-tests.ts'
import { hasArmedTrigger } from '../triggers/has-armed-trigger.ts'
import { toStorableText } from './database/storable-text.ts'
import { createWebhooks } from '../triggers/webhooks/webhooks.ts'
import { createLiveEdits } from '../collaboration/live-edits.ts'
import { createComments } from '../comments/comments.ts'
import { createDeliveries, type Deliveries } from '../outgoing/deliveries.ts'
import { createEndpoints } from '../outgoing/endpoints.ts'
import { createRunControls } from './runs/run-controls.ts'
import { createRunLeases } from './runs/run-leases.ts'
import { readOwner } from './runs/run-conditions.ts'
import { createRuns, findRunOwner } from './runs/runs.ts'
import { createSecrets } from '../secrets/secrets.ts'
import {
  createDefinitionCache,
  type DefinitionCache,
  type DefinitionCacheOptions,
} from './workflows/definition-cache.ts'
import {
  parseDocumentInCurrentThread,
  type ParseDocument,
  type ParseWorkspaceDocument,
} from './workflows/read-document.ts'
import { createQueueSettings } from './workflows/queue-settings.ts'
import {
  createSharedWorkflows,
  findSharedWorkflow,
  sealSharedLinks,
  type LinkedWorkflow,
} from './workflows/shared-workflows.ts'
import { createTemplates } from './workflows/templates.ts'
import { createWorkflows } from './workflows/workflows.ts'
import type { Blobs } from '../blobs/blobs.ts'
import type { DatasetFiles } from './datasets/dataset-files.ts'
import type { SecretBox } from '../secrets/secret-box.ts'
import type { PersonalStrings } from '../privacy/personal-texts.ts'

/** The server's data, across all workspaces. */
export type Store = Awaited<ReturnType<typeof openStore>>

export interface StoreOptions {
  /** Key that encrypts secrets. Defaults to the key file in the folder. */
  secretKey?: string | undefined
  /** PostgreSQL connection URL. If absent, PGlite stores the data in the folder. */
  databaseUrl?: string | undefined
  /**
   * A database that is already open. The store closes it. If absent, the database at the URL or in the folder is
   * opened.
   */
  openedDatabase?: OpenedDatabase | undefined
  /** URL of an S3-compatible bucket. If absent, files are stored in the folder. */
  storageUrl?: string | undefined
  /** Maximum number of connections to PostgreSQL. */
  maxConnections?: number
  /** Limits on each workspace's runs. Defaults to none. */
  runQuotas?: RunQuotas
  /** The server's retention periods, which workspaces can shorten. Applied hourly. If absent, nothing is purged. */
  purgePolicy?: PurgePolicy
  /** Reads stored documents. Defaults to reading them in the current thread. */
  readDocument?: ParseWorkspaceDocument
  /** Called after each document read. The argument indicates whether the document was in the definition cache. */
  onDefinitionRead?: DefinitionCacheOptions['onRead']
}

/** The data of one workspace. No function reads, changes or reveals another workspace's data. */
export type WorkspaceStore = ReturnType<typeof createWorkspaceStore>

interface WorkspaceStoreDependencies {
  openedDatabase: OpenedDatabase
  blobs: Blobs
  datasetFiles: DatasetFiles
  openUploads(workspace: string): ResumableUploads
  secretBox: SecretBox
  personalStrings: PersonalStrings
  runQuotas: RunQuotas
  purgePolicy: PurgePolicy
  definitions: DefinitionCache
  now(): number
}

function createWorkspaceStore(
  workspace: string,
  {
    openedDatabase,
    blobs,
    datasetFiles,
    openUploads,
    secretBox,
    personalStrings,
    runQuotas,
    purgePolicy,
    definitions,
    now,
  }: WorkspaceStoreDependencies,
) {
  const database = openedDatabase.openWorkspaceDatabase(workspace)
  const readWorkspaceOwner = (): Promise<string> => readOwner(openedDatabase.database, workspace)
  const read: ParseDocument = (text) => definitions.read(text, readWorkspaceOwner)
  const results = createResults(blobs, workspace)
  const state = createWorkspaceState(database, workspace)
  const quotas = createQuotas({
    database,
    serverDatabase: openedDatabase.database,
    workspace,
    state,
    serverLimits: runQuotas,
    now,
  })
  /** Parts that follow the documents of workflows. */
  const followers = lazyParts({
    schedules: () => createSchedules(database, workspace, now, read),
    webhooks: () => createWebhooks({ database, workspace, box: secretBox, now, read, quotas }),
    eventTriggers: () => createEventTriggers(database, workspace, now, read),
    comments: () => createComments({ database, workspace, now, personalStrings }),
  })
  const syncTriggers = async (id: string, transaction: Kysely<Database> = database): Promise<void> => {
    await followers.schedules.sync(id, transaction)
    await followers.webhooks.sync(id, transaction)
    await followers.eventTriggers.sync(id, transaction)
  }
  return lazyParts({
    workspace: () => workspace,
    /** Reads the owner of the workspace, who takes turns with others; without accounts, the workspace. */
    readOwner: () => readWorkspaceOwner,
    /** The database, in which only the rows of the workspace are visible. Stores of resources use it. */
    database: () => database,
    now: () => now,
    datasets: () =>
      withResultDatasets(createDatasets(database, workspace, datasetFiles, now), { database, workspace, results }),
    /** Uploads that are sent in several requests. */
    uploads: () => openUploads(workspace),
    /** Reads workflow documents on behalf of the workspace. */
    readDocument: () => read,
    workflows: () =>
      createWorkflows({
        database,
        workspace,
        now,
        definitions: { read, add: definitions.add },
        async onChange(id, transaction) {
          await syncTriggers(id, transaction)
          await followers.comments.syncNames(id, transaction)
        },
      }),
    comments: () => followers.comments,
    liveEdits: () => createLiveEdits(database, workspace, now),
    queueSettings: () => createQueueSettings(database, workspace),
    runs: () => createRuns(database, workspace, now, personalStrings, quotas),
    /** Result tables of runs. */
    results: () => results,
    secrets: () => createSecrets(database, workspace, secretBox, now),
    templates: () => createTemplates(database, workspace, now, read),
    sharedWorkflows: () => createSharedWorkflows(database, workspace, secretBox, now),
    schedules: () => followers.schedules,
    webhooks: () => followers.webhooks,
    webhookTests: () => createWebhookTests(database, workspace, now),
    events: () => createEvents(database, workspace, now),
    eventTypes: () => createEventTypes(database, workspace, now),
    eventTriggers: () => followers.eventTriggers,
    /** Updates the triggers of a workflow after its document or status has changed. */
    syncTriggers: () => syncTriggers,
    hasArmedTrigger: () => (workflowId: string) => hasArmedTrigger(database, workspace, toStorableText(workflowId)),
    /** Webhook endpoints, which are called when a run's state changes. */
    endpoints: () => createEndpoints({ database, workspace, box: secretBox, now }),
    notifications: () => createNotifications(database, workspace, now),
    /** Browsers that receive notifications through Web Push. */
    pushSubscriptions: () => createPushSubscriptions(database, workspace, now),
    /** Registered remote agents. */
    agents: () => createAgents(database, workspace, now),
    /** Registered model agents. */
    modelAgents: () => createModelAgents(database, workspace, now),
    evaluations: () => createEvaluations(database, workspace, now),
    /** Responses, keyed by idempotency key. */
    idempotency: () => createIdempotency(database, workspace, now),
    state: () => state,
    quotas: () => quotas,
    /** How long the workspace keeps its data. */
    retention: () => createRetention(state, purgePolicy),
    modelUsage: () => createModelUsage(database, workspace, now),
    agentMemory: () => createAgentMemory(database, workspace, now),
    mcpServers: () => createMcpServers(database, workspace, now),
    mcpCalls: () => createMcpCalls(database, workspace, now),
    toolUsage: () => createToolUsage(database, workspace, now),
    /** Aggregated metrics for ended runs, per period. */
    analytics: () => createAnalytics(database, workspace, now),
  })
}

/** Maximum number of cached workspace stores. */
const maxCachedWorkspaces = 1_000

/**
 * Opens the store and migrates the database to the latest version. Without URLs, all data is in the folder, which the
 * caller must have locked: PGlite uses the subfolder `database`, and files are in `datasets` and `results`.
 */
export async function openStore(
  folder: string,
  { now }: { now: () => number },
  {
    secretKey,
    databaseUrl,
    openedDatabase: providedDatabase,
    storageUrl,
    maxConnections,
    runQuotas = noRunQuotas,
    purgePolicy = defaultPurgePolicy,
    readDocument = parseDocumentInCurrentThread,
    onDefinitionRead,
  }: StoreOptions = {},
) {
  await mkdir(folder, { recursive: true })
  const openedDatabase =
    providedDatabase ??
    (await openDatabase({
      folder: join(folder, 'database'),
      connectionString: databaseUrl,
      ...defined({ maxConnections }),
    }))
  const { database } = openedDatabase
  try {
    await migrate(openedDatabase)
    const blobs = await openBlobs(folder, storageUrl)
    const uploadFolder = join(folder, 'datasets', 'arriving')
    const datasetFiles = await openDatasetFiles({ blobs, uploadFolder, isShared: openedDatabase.kind === 'postgres' })
    const openUploads = await openResumableUploads(
      join(folder, 'datasets', 'uploads'),
      datasetFiles,
      (workspace) => readOwner(database, workspace),
      now,
    )
    const secretBox = await openSecretBox(database, folder, secretKey)
    await sealSharedLinks(database, secretBox)
    const personalStrings = createPersonalStrings(database, secretBox, now)
    const dependencies = {
      openedDatabase,
      blobs,
      datasetFiles,
      openUploads,
      secretBox,
      personalStrings,
      runQuotas,
      purgePolicy,
      definitions: createDefinitionCache(readDocument, { now, onRead: onDefinitionRead }),
      now,
    }
    const workspaceStores = new Map<string, WorkspaceStore>()
    return {
      /** Returns a workspace's store, which is created on first use and cached. */
      forWorkspace(workspace: string): WorkspaceStore {
        const workspaceStore = workspaceStores.get(workspace) ?? createWorkspaceStore(workspace, dependencies)
        workspaceStores.delete(workspace)
        workspaceStores.set(workspace, workspaceStore)
        if (workspaceStores.size > maxCachedWorkspaces) workspaceStores.delete(workspaceStores.keys().next().value!)
        return workspaceStore
      },
      openedDatabase,
      /** Encrypts secrets and keys. */
      secretBox,
      /** Encrypts names and addresses in records that outlive a user's account. */
      personalTexts: personalStrings,
      blobs,
      datasetFiles,
      /** Run leases, and the writes that workers make while holding them. */
      leases: createRunLeases(database, now),
      /** Opens the deliveries to webhook endpoints in all workspaces. Tests pass their own clock. */
      openDeliveries: (time: () => number = now): Deliveries => createDeliveries(database, secretBox, time),
      /** Opens the queue of notifications for users in all workspaces. Tests pass their own clock. */
      openNotificationQueue: (time: () => number = now): NotificationQueue => createNotificationQueue(database, time),
      /** Returns the Web Push keys, which are created on first use. */
      readPushKeys: (): Promise<PushKeys> => readPushKeys(database, secretBox),
      /** Templates published to all workspaces on the server. */
      gallery: createGallery(database, now),
      /** Commands for runs. */
      controls: createRunControls(database, now, personalStrings),
      /** Steps that runs queue for pull agents. */
      agentSteps: createAgentSteps(database, openedDatabase.channels),
      /** Reads the owner of a workspace; without accounts, the workspace. */
      readOwner: (workspace: string): Promise<string> => readOwner(database, workspace),
      /** Finds the workspace and workflow that a run belongs to. */
      findRunOwner: (id: string): Promise<{ workspace: string; workflowId: string; eventDepth: number } | undefined> =>
        findRunOwner(database, id),
      /** Returns whether a workspace with this ID was created by a user and has not been deleted. */
      hasWorkspace: async (id: string): Promise<boolean> =>
        (await database
          .selectFrom('workspaces')
          .select('workspace_id')
          .where('workspace_id', '=', id)
          .where('deleted_at', 'is', null)
          .executeTakeFirst()) !== undefined,
      /** Finds the workflow that a share link refers to, in any workspace. */
      findSharedWorkflow: (token: string): Promise<LinkedWorkflow | undefined> =>
        findSharedWorkflow(database, token, now()),
      /** Resolves when the database responds. */
      ping: async (): Promise<void> => {
        await database.selectFrom('datasets').select('id').limit(1).execute()
      },
      close: (): Promise<void> => openedDatabase.close(),
    }
  } catch (cause) {
    await openedDatabase.close()
    throw cause
  }
}
