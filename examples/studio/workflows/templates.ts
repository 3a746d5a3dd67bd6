import { readWorkflow, type Workflow } from '@aw-flow/schema'
import cosmoReady from '../../workflows/cosmo-ready.json?raw'
import { say } from '../language/speak.ts'

const texts: Record<string, string> = { 'cosmo-ready': cosmoReady }

/** The workflows that the studio brings, by id, as they are written: offered until somebody has changed and so stored them. */
export const templates: Readonly<Record<string, Workflow>> = Object.fromEntries(
  Object.entries(texts).flatMap(([id, text]) => {
    const { workflow } = readWorkflow(text)
    return workflow ? [[id, workflow]] : []
  }),
)

/** What the studio brings as it begins in the language of the page: what it is called and is for, its tags and its nodes. */
export function inPageWords(id: string, workflow: Workflow): Workflow {
  const { texts, labels } = say().templates
  const [name, description] = texts[id] ?? [workflow.name, workflow.description]
  return {
    ...workflow,
    name,
    ...(description === undefined ? {} : { description }),
    tags: workflow.tags.map(tagWord),
    nodes: workflow.nodes.map((node) => {
      const { label } = node.data
      return { ...node, data: { ...node.data, label: labels[label] ?? label } }
    }),
  }
}

/** A tag of what the studio brings, in the language of the page. */
export const tagWord = (tag: string): string => say().templates.tags[tag] ?? tag
