import { loadTemplateDocuments } from '@aw-flow/nodes'
import { readWorkflow, defined } from '@aw-flow/schema'
import type { Template } from '../store/workflows/templates.ts'

let templates: Promise<readonly Template[]> | undefined

/** Returns the built-in templates, which are the same as in the studio. They are loaded on first use. */
export function listBuiltInTemplates(): Promise<readonly Template[]> {
  return (templates ??= readTemplates())
}

/** Finds a built-in template by ID. */
export const findBuiltInTemplate = async (id: string): Promise<Template | undefined> =>
  (await listBuiltInTemplates()).find((template) => template.id === id)

async function readTemplates(): Promise<Template[]> {
  return (JSON.parse(await loadTemplateDocuments()) as { id: string; document: unknown }[]).map(({ id, document }) => {
    const { workflow, problems } = readWorkflow(document)
    if (!workflow) throw new Error(`Template ${id}: ${problems[0]!.code}`)
    const { name, description } = workflow
    return defined({ id, name, description, workflow, trust: 'own' })
  })
}
