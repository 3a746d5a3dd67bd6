import { readWorkflow } from '@aw-flow/schema'
import type { Template } from '../store/workflows/templates.ts'
import { templateDocuments } from './template-documents.ts'

let templates: readonly Template[] | undefined

/** Returns the templates of every server, which are those of the studio. They are parsed when first used. */
export function listBuiltInTemplates(): readonly Template[] {
  return (templates ??= (JSON.parse(templateDocuments) as { id: string; document: unknown }[]).map(
    ({ id, document }) => {
      const { workflow, problems } = readWorkflow(document)
      if (!workflow) throw new Error(`Template ${id}: ${problems[0]!.code}`)
      const { name, description } = workflow
      return { id, name, ...(description === undefined ? {} : { description }), workflow, trust: 'own' }
    },
  ))
}

/** Finds a built-in template by its id. */
export const findBuiltInTemplate = (id: string): Template | undefined =>
  listBuiltInTemplates().find((template) => template.id === id)
