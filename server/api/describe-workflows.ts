import { collectWorkflows, describeWorkflow, type Catalogue } from '@aw-flow/engine'
import type { Workflow, WorkflowDescription } from '@aw-flow/schema'
import type { Backend } from '../backend.ts'
import type { StoredWorkflow, WorkflowSummary } from '../store/workflows.ts'

/** What lists show of a document beside its columns. */
export interface WorkflowFacts {
  ready: boolean
  nodes: number
}

/** What is known of workflows before a run. What depends on nothing but the document is worked out once. */
export interface WorkflowDescriber {
  describe(workflow: Workflow): Promise<WorkflowDescription>
  /** Of the workflows of a list, by their ids. */
  facts(summaries: readonly WorkflowSummary[]): Promise<Map<string, WorkflowFacts>>
  /** The text that is answered for a stored workflow, made by `write` where it is not known yet. */
  answer(stored: StoredWorkflow, write: (description: WorkflowDescription) => unknown): Promise<string>
}

/** Facts that are remembered, and characters of whole answers. */
const mostFacts = 50_000
const mostText = 16_000_000

export function createWorkflowDescriber(backend: () => Promise<Backend>, catalogue: Catalogue): WorkflowDescriber {
  const known = new Map<string, WorkflowFacts>()
  const answers = new Map<string, string>()
  let length = 0

  const look = async (workflow: Workflow): Promise<{ description: WorkflowDescription; isAlone: boolean }> => {
    const { store } = await backend()
    let isAlone = true
    const workflows = await collectWorkflows(workflow, catalogue, async (name) => {
      isAlone = false
      return (await store.workflows.named(name))?.workflow
    })
    return {
      description: describeWorkflow(workflow, { catalogue, context: { preview: () => undefined }, workflows }),
      isAlone,
    }
  }
  return {
    describe: async (workflow) => (await look(workflow)).description,
    async facts(summaries) {
      const facts = new Map<string, WorkflowFacts>()
      const unknown = new Map<string, string>()
      for (const { id, hash } of summaries) {
        const before = known.get(hash)
        if (before) facts.set(id, before)
        else unknown.set(id, hash)
      }
      if (unknown.size === 0) return facts
      const { store } = await backend()
      for (const { id, workflow } of await store.workflows.findAll([...unknown.keys()])) {
        const hash = unknown.get(id)!
        const { description, isAlone } = await look(workflow)
        const found = { ready: description.ready, nodes: workflow.nodes.length }
        facts.set(id, found)
        if (isAlone) known.set(hash, found)
        if (known.size > mostFacts) known.delete(known.keys().next().value!)
      }
      return facts
    },
    async answer(stored, write) {
      const key = `${stored.id} ${stored.revision} ${stored.updatedAt}`
      const before = answers.get(key)
      if (before !== undefined) return before
      const { description, isAlone } = await look(stored.workflow)
      const text = JSON.stringify(write(description))
      if (isAlone && text.length < mostText / 8) {
        answers.set(key, text)
        length += text.length
        for (const [old, value] of answers) {
          if (length <= mostText) break
          answers.delete(old)
          length -= value.length
        }
      }
      return text
    },
  }
}
