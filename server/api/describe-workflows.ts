import { collectWorkflows } from '@aw-flow/engine'
import type { Workflow, WorkflowDescription } from '@aw-flow/schema'
import type { AppDependencies } from '../app-dependencies.ts'
import type { WorkflowSummary, WorkflowText } from '../store/workflows/workflows.ts'
import { deriveFields, workflowToJson, type DerivedFields } from '../wire/workflow.ts'

/** Facts about a document that lists show in addition to its stored columns. */
export interface WorkflowFacts {
  ready: boolean
  nodes: number
}

/** Describes workflows before a run. Results that depend on the document alone are cached. */
export interface WorkflowDescriber {
  describe(workflow: Workflow): Promise<WorkflowDescription>
  /** Facts about the workflows of a list, by id. */
  getFacts(summaries: readonly WorkflowSummary[]): Promise<Map<string, WorkflowFacts>>
  /** The JSON response for a stored workflow, as `workflowToWire` would produce it. */
  renderResponse(text: WorkflowText): Promise<string>
}

/** Response fields that are derived from a document. */
interface CachedFacts extends WorkflowFacts, DerivedFields {
  /** The document in the current format, if it was stored in an older one. */
  migrated?: string
}

/** Maximum size of the cache, in characters, and the overhead per entry. */
const maxCacheLength = 16_000_000
const entryOverhead = 200

export function createWorkflowDescriber({
  backend,
  catalogue,
  documents,
}: Pick<AppDependencies, 'backend' | 'catalogue' | 'documents'>): WorkflowDescriber {
  const cache = new Map<string, CachedFacts>()
  let cacheLength = 0

  const describe = async (workflow: Workflow): Promise<{ description: WorkflowDescription; isStandalone: boolean }> => {
    const { store } = await backend()
    let isStandalone = true
    const workflows = await collectWorkflows(workflow, catalogue, async (name) => {
      isStandalone = false
      return (await store.workflows.findByName(name))?.workflow
    })
    return { description: await documents.describe(workflow, workflows), isStandalone }
  }
  const measure = ({ problems, steps = '', migrated = '' }: CachedFacts): number =>
    entryOverhead + problems.length + steps.length + migrated.length
  const derive = async (text: WorkflowText): Promise<CachedFacts> => {
    const workflow = (await backend()).store.workflows.read(text)
    const { description, isStandalone } = await describe(workflow)
    const document = JSON.stringify(workflow)
    const facts: CachedFacts = {
      ...deriveFields(workflow, description),
      nodes: workflow.nodes.length,
      ...(document === text.document ? {} : { migrated: document }),
    }
    if (isStandalone && !cache.has(text.hash)) {
      cache.set(text.hash, facts)
      cacheLength += measure(facts)
      for (const [hash, oldest] of cache) {
        if (cacheLength <= maxCacheLength) break
        cache.delete(hash)
        cacheLength -= measure(oldest)
      }
    }
    return facts
  }
  return {
    describe: async (workflow) => (await describe(workflow)).description,
    async getFacts(summaries) {
      const facts = new Map<string, WorkflowFacts>()
      const unknown: string[] = []
      for (const { id, hash } of summaries) {
        const cached = cache.get(hash)
        if (cached) facts.set(id, cached)
        else unknown.push(id)
      }
      if (unknown.length === 0) return facts
      const { store } = await backend()
      for (const text of await store.workflows.findTexts(unknown)) facts.set(text.id, await derive(text))
      return facts
    },
    async renderResponse(text) {
      const derived = cache.get(text.hash) ?? (await derive(text))
      return workflowToJson(text, derived.migrated ?? text.document, derived)
    },
  }
}
