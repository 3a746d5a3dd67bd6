import type { WorkflowSession } from '@aw-flow/client'
import type { Workflow } from '@aw-flow/schema'
import type { Locator } from '@playwright/test'
import { resolve } from 'node:path'
import { openModelServer, type Reply } from '../../packages/agents/language-model/test-model-server.ts'
import { EditorPage } from './support/editor-page.ts'
import { test } from './support/one-page.ts'
import { startPolicyProxy } from './support/policy-proxy.ts'
import { startRealServer } from './support/real-server.ts'
import { expect, workWithoutServer } from './support/test.ts'

const orders = resolve(import.meta.dirname, '../../examples/workflows/nodes/data/orders.csv')
const place = (id: string, type: string, config: object, y: number) => ({
  id,
  type,
  position: { x: id === 'load' ? 40 : 340, y },
  data: { label: id, config },
})
const connect = (target: string, targetHandle: string) => ({
  id: `to-${target}`,
  source: 'load',
  sourceHandle: 'table',
  target,
  targetHandle,
})
const workflow = {
  version: 1,
  name: 'Words',
  nodes: [
    place('load', 'loading', {}, 40),
    place('compute', 'derive_column', { column: 'total', expression: '1' }, 40),
    place('query', 'sql', {}, 200),
    place('check', 'validation', { schema: '{"columns": []}' }, 360),
  ],
  edges: [connect('compute', 'table'), connect('query', 'input'), connect('check', 'table')],
}

test('writes an expression, SQL, a rule and a pattern from a description and examples, with previews on real rows', async ({
  editor,
}) => {
  await editor.waitUntilReady()
  const read = (): Promise<Workflow> =>
    editor.editor.evaluate((element) => (element as unknown as { session: WorkflowSession }).session.document.current)
  const readConfig = async (id: string): Promise<Record<string, unknown>> =>
    (await read()).nodes.find((node) => node.id === id)!.data.config
  await editor.editor.evaluate(
    (element, text) => void (element as unknown as { session: WorkflowSession }).session.document.open(text),
    JSON.stringify(workflow),
  )
  await editor.dropData(orders)
  const countColumns = (): Promise<number | undefined> =>
    editor.editor.evaluate((element) => {
      const { description } = (element as unknown as { session: WorkflowSession }).session.document
      return description?.nodes.compute?.inputs.table?.columns?.length
    })
  await expect.poll(countColumns).toBe(7)
  const before = JSON.stringify(await read())
  const dialog: Locator = editor.editor.locator('aw-writer').getByRole('dialog')
  const open = async (label: string): Promise<void> => {
    await editor.select(label)
    const scope = label === 'check' ? editor.editor.locator('aw-rule-builder') : editor.editor
    const buttons = scope.getByRole('button', { name: 'Write from description…' })
    // The last one of the rules is below the patterns.
    await (label === 'check' ? buttons.last() : buttons.first()).click()
    await expect(dialog).toBeVisible()
  }
  const undo = (): Promise<void> =>
    editor.editor.evaluate((element) => {
      ;(element as unknown as { session: WorkflowSession }).session.document.undo()
    })

  await test.step('an expression from a description', async () => {
    await open('compute')
    await dialog.getByRole('textbox', { name: 'Description' }).fill('amount times pieces')
    await dialog.getByRole('button', { name: 'Write', exact: true }).click()
    await expect(dialog.locator('aw-expression-field')).toContainText('amount * pieces')
    await expect(dialog.locator('tbody tr').first()).toHaveText(/Oslo\s*12\.5\s*25\.0/)
    expect(JSON.stringify(await read())).toBe(before)
    await dialog.getByRole('button', { name: 'Use' }).click()
    await expect(dialog).toBeHidden()
    expect(await readConfig('compute')).toMatchObject({ expression: 'amount * pieces' })
    await undo()
    expect(JSON.stringify(await read())).toBe(before)
  })

  await test.step('SQL from a description', async () => {
    await open('query')
    await dialog.getByRole('textbox', { name: 'Question' }).fill('total amount by city')
    await dialog.getByRole('button', { name: 'Show query' }).click()
    await expect(dialog.locator('pre')).toContainText('sum("amount")')
    await expect(dialog.locator('tbody tr').first()).toBeVisible()
    expect(JSON.stringify(await read())).toBe(before)
    await dialog.getByRole('button', { name: 'Use' }).click()
    expect((await readConfig('query')).statement).toContain('GROUP BY "city"')
    await undo()
  })

  await test.step('a rule, and a pattern from examples', async () => {
    await open('check')
    await dialog.getByRole('textbox', { name: 'Description' }).fill('amount is at least 5')
    await dialog.getByRole('button', { name: 'Write', exact: true }).click()
    await expect(dialog.locator('pre')).toHaveText('{"name":"amount","min":5}')
    await expect(dialog.getByText(/of \d+ rows fail|All rows pass/)).toBeVisible()
    await dialog.getByRole('button', { name: 'Use' }).click()
    expect(String((await readConfig('check')).schema)).toContain('"min":5')
    await open('check')
    await dialog.getByRole('textbox', { name: 'Description' }).fill('city starts with "O"')
    await dialog.getByRole('button', { name: 'Write', exact: true }).click()
    await dialog.getByRole('button', { name: 'Use' }).click()
    const row = editor.editor.locator('aw-rule-builder [data-column=city]')
    await row.getByRole('button', { name: 'Write from description…' }).click()
    await dialog.getByRole('textbox', { name: 'Must match', exact: true }).fill('Oslo\nRome')
    await dialog.getByRole('button', { name: 'Write', exact: true }).click()
    await expect(dialog.locator('pre')).toHaveText('[A-Z][a-z]{3}')
    await expect(dialog.locator('tbody tr').first()).toBeVisible()
    await dialog.getByRole('button', { name: 'Use' }).click()
    expect(String((await readConfig('check')).schema)).toContain('[A-Z][a-z]{3}')
  })
})

test('asks a granted model, whose answer is checked, corrected and shown before it is used', async ({ browser }) => {
  const says = (answer: object): Reply => ({ says: JSON.stringify(answer) })
  const script: Reply[] = [
    says({ text: 'amont * 2', questions: [], remarks: '' }),
    says({ text: 'amount * 2', questions: [], remarks: 'Doubles the amount.' }),
  ]
  const model = await openModelServer('first', () => script.shift()!)
  const { origin, host } = new URL(model.address)
  const server = await startRealServer(undefined, { AW_CONNECT: origin, AW_ALLOW_HOSTS: `*,${host}` })
  const proxy = await startPolicyProxy(server.url)
  const context = await browser.newContext({ baseURL: proxy.url, serviceWorkers: 'block' })
  await context.addInitScript(workWithoutServer)
  const editor = new EditorPage(await context.newPage())
  await editor.open('new')
  await editor.waitUntilReady()
  await editor.editor.evaluate(
    async (element, [text, address, allowed]) => {
      const { session } = element as unknown as { session: WorkflowSession }
      session.document.open(text)
      const { networkAccess } = session.runs
      await networkAccess!.allowHost(allowed)
      await networkAccess!.setModels({ models: [{ id: 'small', protocol: 'openai', address, model: 'small' }] })
    },
    [JSON.stringify(workflow), model.address, host] as const,
  )
  await editor.dropData(orders)
  await editor.select('compute')
  await editor.editor.getByRole('button', { name: 'Write from description…' }).first().click()
  const dialog = editor.editor.locator('aw-writer').getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Description' }).fill('twice the money')
  await dialog.getByRole('button', { name: 'Ask small' }).click()
  await expect(dialog).toContainText('Doubles the amount.')
  await expect(dialog.locator('aw-expression-field')).toContainText('amount * 2')
  expect(model.requests).toHaveLength(2)
  expect(JSON.stringify(model.requests)).not.toContain('Oslo')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await context.close()
  await proxy.close()
  await server.stop()
  await model.close()
})
