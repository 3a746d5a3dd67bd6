import { readWorkflow, defined, type Workflow } from '@aw-flow/schema'
import cosmoReady from '../../workflows/cosmo-ready.json?raw'
import { getStrings } from '../language/strings.ts'

const templateSources: Record<string, string> = { 'cosmo-ready': cosmoReady }

/** Original templates, keyed by ID. A template is listed until the user changes it, which stores it as a workflow. */
export const templates: Readonly<Record<string, Workflow>> = Object.fromEntries(
  Object.entries(templateSources).flatMap(([id, text]) => {
    const { workflow } = readWorkflow(text)
    return workflow ? [[id, workflow]] : []
  }),
)

/**
 * Names of built-in templates in languages other than English, keyed by template ID. Workflows and runs created in
 * these languages have such a name.
 */
export const translatedTemplateNames: Readonly<Record<string, string>> = {
  'cosmo-ready': 'Eine unordentliche Datei vorbereiten',
}

/** Translates a template's name, description, tags and node labels. */
export function localizeTemplate(id: string, workflow: Workflow): Workflow {
  const { translations, labels } = getStrings().templates
  const { name, description } = translations[id] ?? workflow
  return {
    ...workflow,
    name,
    ...defined({ description }),
    tags: workflow.tags.map(localizeTag),
    nodes: workflow.nodes.map((node) => {
      const { label } = node.data
      return { ...node, data: { ...node.data, label: labels[label] ?? label } }
    }),
  }
}

/** Translates a template tag. */
export const localizeTag = (tag: string): string => getStrings().templates.tags[tag] ?? tag
