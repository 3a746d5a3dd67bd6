import type { Catalog } from '@aw-flow/engine'
import type { Workflow, WorkflowDescription } from '@aw-flow/schema'
import type { WorkflowSummary, SerializedWorkflow } from '../store/workflows/workflows.ts'
import { describeDocument } from '../validation/derive-facts.ts'
import type { DocumentChecks, WorkspaceSource } from '../validation/document-checks.ts'
import { workflowToJson, type DerivedFields, type WorkflowListDetails } from '../wire/workflow.ts'

/** Describes workflows: their columns and problems before a run. Caches results that depend only on the document. */
export type WorkflowDescriber = ReturnType<typeof createWorkflowDescriber>

/** Response fields derived from a document. */
interface CachedDetails extends WorkflowListDetails, DerivedFields {
  /** The document, converted to the current format. Absent if it was already stored in that format. */
  migratedDocument?: string
}

/** Maximum cache size, in characters. */
const maxCacheLength = 16_000_000
/** Estimated overhead per cache entry, in characters. */
const entryOverhead = 200

export function createWorkflowDescriber({ catalog, documents }: { catalog: Catalog; documents: DocumentChecks }) {
  const cache = new Map<string, CachedDetails>()
  let cacheLength = 0

  const toKey = ({ workspace }: WorkspaceSource, hash: string): string => `${workspace} ${hash}`
  const measure = ({ problems, connections, steps = '', migratedDocument: migrated = '' }: CachedDetails): number =>
    entryOverhead + problems.length + connections.length + steps.length + migrated.length
  const derive = async (store: WorkspaceSource, serializedWorkflow: SerializedWorkflow): Promise<CachedDetails> => {
    const { isStandalone, document, ...derivedFields } = await documents.derive(serializedWorkflow, store)
    const details: CachedDetails = {
      ...derivedFields,
      ...(document === serializedWorkflow.document ? {} : { migratedDocument: document }),
    }
    const key = toKey(store, serializedWorkflow.hash)
    if (isStandalone && !cache.has(key)) {
      cache.set(key, details)
      cacheLength += measure(details)
      for (const [oldestKey, oldestDetails] of cache) {
        if (cacheLength <= maxCacheLength) break
        cache.delete(oldestKey)
        cacheLength -= measure(oldestDetails)
      }
    }
    return details
  }
  return {
    describe: async (store: WorkspaceSource, workflow: Workflow): Promise<WorkflowDescription> =>
      (await describeDocument(workflow, store, catalog, (...args) => documents.describe(...args))).description,
    /** Returns the derived properties of the listed workflows, keyed by workflow ID. */
    async getListDetails(
      store: WorkspaceSource,
      summaries: readonly WorkflowSummary[],
    ): Promise<Map<string, WorkflowListDetails>> {
      const details = new Map<string, WorkflowListDetails>()
      const uncachedIds: string[] = []
      for (const { id, hash } of summaries) {
        const cachedDetails = cache.get(toKey(store, hash))
        if (cachedDetails) details.set(id, cachedDetails)
        else uncachedIds.push(id)
      }
      if (uncachedIds.length === 0) return details
      for (const serializedWorkflow of await store.workflows.findManySerialized(uncachedIds))
        details.set(serializedWorkflow.id, await derive(store, serializedWorkflow))
      return details
    },
    /** Renders the JSON response for a stored workflow. */
    async renderResponse(store: WorkspaceSource, serializedWorkflow: SerializedWorkflow): Promise<string> {
      const derivedFields =
        cache.get(toKey(store, serializedWorkflow.hash)) ?? (await derive(store, serializedWorkflow))
      const isPublic =
        serializedWorkflow.isPublic ?? (await store.sharedWorkflows.findLink(serializedWorkflow.id)) !== undefined
      const { id, version, latestVersion = version } = serializedWorkflow
      return workflowToJson(
        {
          ...serializedWorkflow,
          isPublic,
          latestVersion: latestVersion ?? (await store.workflows.versions.findLatestNumber(id)),
        },
        derivedFields.migratedDocument ?? serializedWorkflow.document,
        derivedFields,
      )
    },
  }
}
