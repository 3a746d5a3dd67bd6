import { chooseServer, createWorkflow, csvFile, openServerStudio, StudioPage } from '../page.ts'
import { expect, test } from '../../support/test.ts'

test('keys of the settings reach the server, are listed after a reload, and are removed from both', async ({
  page,
  server,
}) => {
  const onServer = async (): Promise<unknown> => {
    const answer = await fetch(new URL('/api/v1/secrets', server.url))
    const { items } = (await answer.json()) as { items: { name: string; hosts: string[] }[] }
    // Other tests of this server may have left secrets.
    return items.filter(({ name }) => name === 'openai').map(({ name, hosts }) => [name, hosts])
  }
  await openServerStudio(page, '/settings')
  await page.getByTestId('key-name').fill('openai')
  await page.getByTestId('key-host').fill('api.openai.com')
  await page.getByTestId('key-value').fill('sk-secret-value')
  await page.getByRole('button', { name: 'Add key' }).click()
  const keys = page.getByRole('list', { name: 'API keys' })
  await expect(keys.getByRole('listitem').filter({ hasText: 'openai' })).toContainText('On the server')
  expect(await onServer()).toEqual([['openai', ['api.openai.com']]])

  await page.reload()
  await expect(keys.getByRole('listitem')).toContainText(['openai'])
  expect(await page.content()).not.toContain('sk-secret-value')
  await page.getByRole('button', { name: 'Delete key “openai”' }).click()
  await expect(keys.getByRole('listitem').filter({ hasText: 'openai' })).toHaveCount(0)
  await expect.poll(onServer).toEqual([])
})

test('the configuration of the server is changed in the settings, and checked by the server', async ({
  page,
  server,
  browserErrors,
}) => {
  await openServerStudio(page, '/settings')
  const field = page.getByTestId('server-configuration')
  await expect(field).toHaveValue(/^\{/)
  await expect(page.getByText(/^Model requests in [A-Z][a-z]+ \d{4}: \d+$/)).toBeVisible()
  const panelWidth = (await page.locator('studio-configuration').boundingBox())!.width
  expect((await field.boundingBox())!.width).toBeGreaterThan(panelWidth * 0.9)
  const before = await field.inputValue()
  const model = { id: 'local', address: 'http://localhost:11434/v1' }
  const save = page.getByRole('button', { name: 'Save configuration' })
  await field.fill(JSON.stringify({ llm_models: [model], default_llm: 'local' }))
  await save.click()
  await expect(page.getByText('Configuration saved.')).toBeVisible()
  const answer = await fetch(new URL('/api/v1/config', server.url))
  expect(await answer.json()).toMatchObject({ llm_models: [model], default_llm: 'local' })
  await field.fill('{"default_llm": 1}')
  await save.click()
  await expect(page.getByRole('alert')).toContainText('default_llm')
  await field.fill('{')
  await save.click()
  await expect(page.getByRole('alert')).toContainText('not valid JSON')
  // The browser reports the rejected request.
  expect(browserErrors.splice(0).filter((line) => !line.includes('422'))).toEqual([])
  await fetch(new URL('/api/v1/config', server.url), {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: before,
  })
})

interface StoredRun {
  id: string
  workflow_name: string
  retry_of?: string | null
}

test('a failed run of the server is retried on the server', async ({ page, server }) => {
  await page.addInitScript(chooseServer)
  const studio = new StudioPage(page)
  await studio.upload(csvFile('values.csv', 'a,b\n1,x\n2,y\n'))
  await studio.importWorkflow(
    createWorkflow(
      'Fails',
      { Load: ['loading'], Check: ['variable', { name: 'x', expression: "$error('Not today')" }] },
      ['Load.table > Check.value'],
      { retry: { count: 0, delaysMs: [1] } },
    ),
  )
  const run = await studio.start('values.csv')
  await expect(studio.status).toContainText('failed', { ignoreCase: true })
  await studio.monitor.getByRole('button', { name: 'Retry from last successful step' }).click()
  await expect(page).not.toHaveURL(new RegExp(`/runs/${run}(\\?|$)`))
  await expect(studio.status).toContainText('failed', { ignoreCase: true })
  // Other tests have runs on the same server.
  const answer = await fetch(new URL('/api/v1/runs?limit=100', server.url))
  const { items } = (await answer.json()) as { items: StoredRun[] }
  const ofWorkflow = items.filter(({ workflow_name: name }) => name === 'Fails')
  expect(ofWorkflow).toHaveLength(2)
  expect(ofWorkflow.filter(({ retry_of: of }) => of === ofWorkflow.at(-1)!.id)).toHaveLength(1)
})

test('a key that the server does not delete stays listed, with the reason', async ({ page, browserErrors }) => {
  await openServerStudio(page, '/settings')
  await page.getByTestId('key-name').fill('kept')
  await page.getByTestId('key-host').fill('api.example.com')
  await page.getByTestId('key-value').fill('sk-secret-value')
  await page.getByRole('button', { name: 'Add key' }).click()
  const keys = page.getByRole('list', { name: 'API keys' })
  await expect(keys.getByRole('listitem').filter({ hasText: 'kept' })).toContainText('On the server')
  const problem = { error: { code: 'forbidden', message: 'Not allowed.' } }
  await page.route('**/api/v1/secrets/kept', (route) => route.fulfill({ status: 403, json: problem }))
  await page.getByRole('button', { name: 'Delete key “kept”' }).click()
  await expect(page.locator('studio-keys').getByRole('alert')).toBeVisible()
  await expect(keys.getByRole('listitem')).toContainText(['kept'])
  await page.unroute('**/api/v1/secrets/kept')
  // The browser reports the refused request.
  expect(browserErrors.splice(0)).toEqual([expect.stringContaining('403')])
  await page.getByRole('button', { name: 'Delete key “kept”' }).click()
  await expect(keys).toHaveCount(0)
})

test('a failed run of the server is retried with changed settings on the server', async ({ page, server }) => {
  await page.addInitScript(chooseServer)
  const studio = new StudioPage(page)
  await studio.upload(csvFile('changed.csv', 'a,b\n3,z\n'))
  await studio.importWorkflow(
    createWorkflow(
      'Changed',
      { Load: ['loading'], Check: ['variable', { name: 'x', expression: "$error('Not today')" }] },
      ['Load.table > Check.value'],
      { retry: { count: 0, delaysMs: [1] } },
    ),
  )
  const run = await studio.start('changed.csv')
  await expect(studio.status).toContainText('failed', { ignoreCase: true })
  await studio.monitor.getByRole('button', { name: 'Run again with different settings…' }).click()
  const expression = studio.monitor.locator('aw-expression-field .cm-content')
  await expression.click()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('1 + 1')
  await studio.monitor.getByRole('button', { name: 'Start new run' }).click()
  await expect(page).not.toHaveURL(new RegExp(`/runs/${run}(\\?|$)`))
  await expect(studio.status).toContainText('completed', { ignoreCase: true })
  const answer = await fetch(new URL('/api/v1/runs?limit=100', server.url))
  const { items } = (await answer.json()) as { items: (StoredRun & { status: string })[] }
  const ofWorkflow = items.filter(({ workflow_name: name }) => name === 'Changed')
  expect(ofWorkflow.map(({ status, retry_of: of }) => [status, of !== null && of !== undefined])).toEqual([
    ['completed', true],
    ['failed', false],
  ])
})

test('a workflow from a file is imported on the server, too, with what a person grants to it', async ({
  page,
  server,
}) => {
  const findAccess = async (): Promise<object | undefined> => {
    const { items } = (await (await fetch(new URL('/api/v1/workflows?q=Foreign', server.url))).json()) as {
      items: { id: string }[]
    }
    return (
      items[0] &&
      ((await (await fetch(new URL(`/api/v1/workflows/${items[0].id}/access`, server.url))).json()) as object)
    )
  }
  await page.addInitScript(chooseServer)
  const studio = new StudioPage(page)
  await studio.importWorkflow(
    createWorkflow('Foreign', { Ask: ['http_request', { url: 'https://api.example.com/x', response: 'text' }] }, []),
  )
  const nothing = { secrets: [], hosts: [], tools: [] }
  const requested = { ...nothing, hosts: ['api.example.com'] }
  await expect.poll(findAccess).toEqual({ trust: 'imported', requested, granted: nothing })
  const run = page.getByRole('button', { name: 'Run', exact: true })
  await run.click()
  await page.getByTestId('run-without-access').click()
  await expect(page.locator('aw-workflow-editor')).toContainText('is not allowed to send requests to "api.example.com"')
  await run.click()
  await page.getByTestId('grant').click()
  await expect.poll(findAccess).toEqual({ trust: 'imported', requested, granted: requested })
})
