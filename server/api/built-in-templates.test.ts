import { describeWorkflow } from '@aw-flow/engine'
import { createBuiltInCatalog } from '@aw-flow/nodes'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'oxfmt'
import { expect, test } from 'vitest'
import { findBuiltInTemplate, listBuiltInTemplates } from './built-in-templates.ts'

const source = join(import.meta.dirname, '../../examples/workflows/templates')
const read = (name: string): unknown => JSON.parse(readFileSync(join(source, `${name}.json`), 'utf8'))
const ids = (read('index') as { id: string }[]).map(({ id }) => id)

async function writeModule(): Promise<string> {
  const documents = JSON.stringify(ids.map((id) => ({ id, document: read(id) })))
  const code = `/**
 * The documents in \`examples/workflows/templates\` as JSON. Written by \`AW_WRITE=1 npx vitest run server/api\`.
 */
export const templateDocuments = ${JSON.stringify(documents)}`
  return (await format('template-documents.ts', code, { semi: false, singleQuote: true, printWidth: 120 })).code
}

test('the server has the templates of the studio', async () => {
  const path = join(import.meta.dirname, '../../packages/nodes/from-description/template-documents.ts')
  const expected = await writeModule()
  if (process.env.AW_WRITE === '1') writeFileSync(path, expected)
  // If this fails, run AW_WRITE=1 npx vitest run server/api
  expect(readFileSync(path, 'utf8')).toBe(expected)
  expect(ids).toHaveLength(14)
  expect((await listBuiltInTemplates()).map(({ id }) => id)).toEqual(ids)
})

test('each has a name and a description, and no error', async () => {
  const catalog = createBuiltInCatalog()
  for (const id of ids) {
    const { name, description, workflow } = (await findBuiltInTemplate(id))!
    expect([name, description], id).toEqual([workflow.name, expect.any(String)])
    const { problems } = describeWorkflow(workflow, {
      catalog,
      context: { findPreview: () => undefined },
      workflows: {},
    })
    expect(
      problems.filter(({ severity }) => severity === 'error').map(({ code }) => code),
      id,
    ).toEqual([])
  }
  expect(await findBuiltInTemplate('look')).toBeUndefined()
})
