import { collectWorkflows, describeWorkflow, type Catalogue } from '@aw-flow/engine'
import type { Workflow, WorkflowDescription } from '@aw-flow/schema'
import type { Backend } from '../backend.ts'
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
  facts(summaries: readonly WorkflowSummary[]): Promise<Map<string, WorkflowFacts>>
  /** The JSON response for a stored workflow, as `workflowToWire` would produce it. */
  answer(text: WorkflowText): Promise<string>
}

/** Response fields that are derived from a document. */
interface CachedFacts extends WorkflowFacts, DerivedFields {
  /** The document in the current format, if it was stored in an older one. */
  migrated?: string
}

/** Maximum size of the cache, in characters, and the overhead per entry. */
const maxCacheLength = 16_000_000
const entryOverhead = 200

export function createWorkflowDescriber(backend: () => Promise<Backend>, catalogue: Catalogue): WorkflowDescriber {
  const cache = new Map<string, CachedFacts>()
  let length = 0

  const describe = async (workflow: Workflow): Promise<{ description: WorkflowDescription; isAlone: boolean }> => {
    const { store } = await backend()
    let isAlone = true
    const workflows = await collectWorkflows(workflow, catalogue, async (name) => {
      isAlone = false
      return (await store.workflows.findByName(name))?.workflow
    })
    return {
      description: describeWorkflow(workflow, { catalogue, context: { preview: () => undefined }, workflows }),
      isAlone,
    }
  }
  const measure = ({ problems, steps = '', migrated = '' }: CachedFacts): number =>
    entryOverhead + problems.length + steps.length + migrated.length
  const derive = async (text: WorkflowText): Promise<CachedFacts> => {
    const workflow = (await backend()).store.workflows.read(text)
    const { description, isAlone } = await describe(workflow)
    const document = JSON.stringify(workflow)
    const facts: CachedFacts = {
      ...deriveFields(workflow, description),
      nodes: workflow.nodes.length,
      ...(document === text.document ? {} : { migrated: document }),
    }
    if (isAlone && !cache.has(text.hash)) {
      cache.set(text.hash, facts)
      length += measure(facts)
      for (const [hash, oldest] of cache) {
        if (length <= maxCacheLength) break
        cache.delete(hash)
        length -= measure(oldest)
      }
    }
    return facts
  }
  return {
    describe: async (workflow) => (await describe(workflow)).description,
    async facts(summaries) {
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
    async answer(text) {
      const derived = cache.get(text.hash) ?? (await derive(text))
      return workflowToJson(text, derived.migrated ?? text.document, derived)
    },
  }
}
