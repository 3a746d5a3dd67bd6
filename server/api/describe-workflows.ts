import { collectWorkflows, describeWorkflow, type Catalogue } from '@aw-flow/engine'
import type { Workflow, WorkflowDescription } from '@aw-flow/schema'
import type { Backend } from '../backend.ts'
import type { WorkflowSummary, WorkflowText } from '../store/workflows.ts'
import { factsBeside, workflowToText, type FactsBeside } from '../wire/workflow.ts'

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
  /** The text that is answered for a stored workflow, as `workflowToWire` would have it. */
  answer(text: WorkflowText): Promise<string>
}

/** What stands beside a document in answers. */
interface Known extends WorkflowFacts, FactsBeside {
  /** The document as it reads today, where it was kept in an older version. */
  migrated?: string
}

/** So many characters of what is known are remembered; each document counts for some more. */
const mostText = 16_000_000
const eachTakes = 200

export function createWorkflowDescriber(backend: () => Promise<Backend>, catalogue: Catalogue): WorkflowDescriber {
  const known = new Map<string, Known>()
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
  const sizeOf = ({ problems, steps = '', migrated = '' }: Known): number =>
    eachTakes + problems.length + steps.length + migrated.length
  const learn = async (text: WorkflowText): Promise<Known> => {
    const workflow = (await backend()).store.workflows.read(text)
    const { description, isAlone } = await look(workflow)
    const document = JSON.stringify(workflow)
    const found: Known = {
      ...factsBeside(workflow, description),
      nodes: workflow.nodes.length,
      ...(document === text.document ? {} : { migrated: document }),
    }
    if (isAlone && !known.has(text.hash)) {
      known.set(text.hash, found)
      length += sizeOf(found)
      for (const [hash, old] of known) {
        if (length <= mostText) break
        known.delete(hash)
        length -= sizeOf(old)
      }
    }
    return found
  }
  return {
    describe: async (workflow) => (await look(workflow)).description,
    async facts(summaries) {
      const facts = new Map<string, WorkflowFacts>()
      const unknown: string[] = []
      for (const { id, hash } of summaries) {
        const before = known.get(hash)
        if (before) facts.set(id, before)
        else unknown.push(id)
      }
      if (unknown.length === 0) return facts
      const { store } = await backend()
      for (const text of await store.workflows.findTexts(unknown)) facts.set(text.id, await learn(text))
      return facts
    },
    async answer(text) {
      const beside = known.get(text.hash) ?? (await learn(text))
      return workflowToText(text, beside.migrated ?? text.document, beside)
    },
  }
}
