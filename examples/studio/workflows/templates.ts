import { readWorkflow, type Workflow } from '@aw-flow/schema'
import cosmoReady from '../../workflows/cosmo-ready.json?raw'
import { strings } from '../language/strings.ts'

const texts: Record<string, string> = { 'cosmo-ready': cosmoReady }

/** Unchanged templates by id. A template is listed until the user changes it, which stores it as a workflow. */
export const templates: Readonly<Record<string, Workflow>> = Object.fromEntries(
  Object.entries(texts).flatMap(([id, text]) => {
    const { workflow } = readWorkflow(text)
    return workflow ? [[id, workflow]] : []
  }),
)

/**
 * Names of the built-in templates in languages other than English. A document or run that was created in such a
 * language has one of these names.
 */
export const translatedTemplateNames: Readonly<Record<string, string>> = {
  'cosmo-ready': 'Eine unordentliche Datei vorbereiten',
}

/** Translates the name, description, tags and node labels of a template. */
export function localizeTemplate(id: string, workflow: Workflow): Workflow {
  const { texts, labels } = strings().templates
  const [name, description] = texts[id] ?? [workflow.name, workflow.description]
  return {
    ...workflow,
    name,
    ...(description === undefined ? {} : { description }),
    tags: workflow.tags.map(localizeTag),
    nodes: workflow.nodes.map((node) => {
      const { label } = node.data
      return { ...node, data: { ...node.data, label: labels[label] ?? label } }
    }),
  }
}

/** Translates a template's tag. */
export const localizeTag = (tag: string): string => strings().templates.tags[tag] ?? tag
