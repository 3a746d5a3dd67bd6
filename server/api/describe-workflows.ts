import type { Workflow, WorkflowDescription } from '@aw-flow/schema'
import type { AppDependencies } from '../app-dependencies.ts'
import type { WorkflowSummary, WorkflowText } from '../store/workflows/workflows.ts'
import { describeDocument } from '../validation/derive-facts.ts'
import type { WorkspaceSource } from '../validation/document-checks.ts'
import { workflowToJson, type DerivedFields } from '../wire/workflow.ts'

/** Properties derived from a workflow's document that are shown in lists. */
export interface WorkflowFacts {
  ready: boolean
  nodes: number
}

/** Describes workflows: their columns and problems before a run. Caches results that depend only on the document. */
export interface WorkflowDescriber {
  describe(store: WorkspaceSource, workflow: Workflow): Promise<WorkflowDescription>
  /** Returns the derived properties of the listed workflows, keyed by workflow ID. */
  getFacts(store: WorkspaceSource, summaries: readonly WorkflowSummary[]): Promise<Map<string, WorkflowFacts>>
  /** Renders the JSON response for a stored workflow. */
  renderResponse(store: WorkspaceSource, text: WorkflowText): Promise<string>
}

/** Response fields derived from a document. */
interface CachedFacts extends WorkflowFacts, DerivedFields {
  /** The document, converted to the current format. Absent if it was already stored in that format. */
  migrated?: string
}

/** Maximum cache size, in characters. */
const maxCacheLength = 16_000_000
/** Estimated overhead per cache entry, in characters. */
const entryOverhead = 200

export function createWorkflowDescriber({
  catalog,
  documents,
}: Pick<AppDependencies, 'catalog' | 'documents'>): WorkflowDescriber {
  const cache = new Map<string, CachedFacts>()
  let cacheLength = 0

  const toKey = ({ workspace }: WorkspaceSource, hash: string): string => `${workspace} ${hash}`
  const measure = ({ problems, steps = '', migrated = '' }: CachedFacts): number =>
    entryOverhead + problems.length + steps.length + migrated.length
  const derive = async (store: WorkspaceSource, text: WorkflowText): Promise<CachedFacts> => {
    const { isStandalone, document, ...derived } = await documents.derive(text, store)
    const facts: CachedFacts = {
      ...derived,
      ...(document === text.document ? {} : { migrated: document }),
    }
    const key = toKey(store, text.hash)
    if (isStandalone && !cache.has(key)) {
      cache.set(key, facts)
      cacheLength += measure(facts)
      for (const [oldestKey, oldest] of cache) {
        if (cacheLength <= maxCacheLength) break
        cache.delete(oldestKey)
        cacheLength -= measure(oldest)
      }
    }
    return facts
  }
  return {
    describe: async (store, workflow) =>
      (await describeDocument(workflow, store, catalog, (...args) => documents.describe(...args))).description,
    async getFacts(store, summaries) {
      const facts = new Map<string, WorkflowFacts>()
      const uncachedIds: string[] = []
      for (const { id, hash } of summaries) {
        const cached = cache.get(toKey(store, hash))
        if (cached) facts.set(id, cached)
        else uncachedIds.push(id)
      }
      if (uncachedIds.length === 0) return facts
      for (const text of await store.workflows.findTexts(uncachedIds)) facts.set(text.id, await derive(store, text))
      return facts
    },
    async renderResponse(store, text) {
      const derived = cache.get(toKey(store, text.hash)) ?? (await derive(store, text))
      const isPublic = text.isPublic ?? (await store.shared.findLink(text.id)) !== undefined
      return workflowToJson({ ...text, isPublic }, derived.migrated ?? text.document, derived)
    },
  }
}
