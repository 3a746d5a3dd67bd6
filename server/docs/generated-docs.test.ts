import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { format } from 'oxfmt'
import { expect, test } from 'vitest'
import { renderApiPages } from './api-pages.ts'
import { renderClientTypes } from './client-types.ts'
import { describeApi } from './describe-api.ts'

const root = resolve(import.meta.dirname, '../..')

/** Compares a file with its generated text. With AW_WRITE=1, writes the file. */
async function expectCurrent(file: string, generated: string): Promise<void> {
  const options = { semi: false, singleQuote: true, printWidth: 120 } as const
  const { code } = await format(file, generated, options)
  if (process.env.AW_WRITE) await writeFile(file, code)
  expect(await readFile(file, 'utf8')).toBe(code)
}

test('the client types contain the routes with their path, body and response', async () => {
  const types = renderClientTypes(await describeApi())
  expect(types.match(/^ {2}'(?:GET|POST|PUT|PATCH|DELETE) /gm)!.length).toBeGreaterThan(250)
  expect(types).toContain(
    "'PUT /api/v1/workflows/{id}/access': { path: { id: string }; query: object; body: GrantAccess; response: WorkflowAccess }",
  )
})

test('the manual has the current endpoints of the API (AW_WRITE=1 writes them)', async () => {
  const pages = renderApiPages(await describeApi())
  expect(pages.length).toBeGreaterThan(5)
  for (const { name, text } of pages) await expectCurrent(join(root, `docs/http-api/${name}.md`), text)
})
