import { resolve } from 'node:path'
import { EditorPage } from './support/editor-page.ts'
import { startPolicyProxy } from './support/policy-proxy.ts'
import { allowPrefetch, expect, test } from './support/test.ts'

const fixture = (name: string): string => resolve(import.meta.dirname, '../fixtures', name)

test('prepares a messy file from the dashboard and saves the result', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByTestId('upload-button')).toBeVisible()
  await expect(page.getByTestId('data-manager-link')).toBeVisible()
  await page.getByRole('heading', { name: 'Prepare a messy file' }).getByRole('link').click()
  await expect(page).toHaveURL(/\/workflows\/cosmo-ready$/)

  const editor = new EditorPage(page)
  await editor.dropData(fixture('sample.csv'))
  expect(await editor.run()).toBe('Completed')

  for (const label of ['Load', 'Prepare', 'Validate', 'Table']) {
    await editor.select(label)
    await expect(editor.table).toBeVisible()
    await expect(editor.table).toHaveAttribute('aria-rowcount', '6')
  }
  const csv = (await editor.downloadCsv()).toString('utf8').trimEnd().split('\n')
  expect(csv[0]).toBe('id,name,value,category')
  expect(csv).toHaveLength(6)
})

test('makes a messy file clean by default', async ({ page }) => {
  const editor = new EditorPage(page)
  await editor.open()
  await editor.dropData(fixture('messy-orders.csv'))
  expect(await editor.run()).toBe('Completed')
  await editor.select('Table')
  const csv = (await editor.downloadCsv()).toString('utf8').trimEnd().split('\n')
  expect(csv).toEqual([
    'Customer,Status,Date,Amount',
    '"Berg, Lea",Paid,2024-03-01,120.5',
    '"Kurz, Jan",Paid,2024-03-02,80.0',
    '"Lang, Eva",Paid,2024-03-03,45.1',
    '"Roth, Tim",Open,2024-03-04,99.9',
    '"Wolf, Ida",Paid,2024-03-05,210.0',
    '"Wolf, Ida",Open,2024-03-06,15.0',
    '"Haas, Ben",Open,2024-03-07,64.2',
    '"Vogt, Mia",Paid,2024-03-08,33.3',
  ])
})

test('still runs when the server stops after the page has loaded', async ({ page, server }) => {
  const proxy = await startPolicyProxy(server.url)
  try {
    await allowPrefetch(page)
    const wasm = page.waitForResponse((response) => response.url().endsWith('.wasm'))
    await page.goto(`${proxy.url}/workflows/cosmo-ready`)
    await (await wasm).finished()
    const editor = new EditorPage(page)
    await editor.waitUntilReady()
    proxy.stopServing()
    await expect(page.request.get(proxy.url).catch(() => 'gone')).resolves.toBe('gone')

    await editor.dropData(fixture('inventory.csv'))
    expect(await editor.run()).toBe('Completed')
    await editor.select('Prepare')
    await expect(editor.table).toHaveAttribute('aria-rowcount', '11')
  } finally {
    await proxy.close()
  }
})

test('keeps changes and results after a reload', async ({ page }) => {
  const editor = new EditorPage(page)
  await editor.open()
  await editor.dropData(fixture('sample.csv'))
  await editor.run()
  const name = editor.editor.getByRole('textbox', { name: 'Workflow name' })
  await name.fill('My own preparation')
  await name.press('Enter')
  await expect(editor.editor.getByText('Saved', { exact: true })).toBeVisible()
  await page.reload()
  await expect(name).toHaveValue('My own preparation')
  expect(await editor.run()).toBe('Completed')
})

test('stores the same bytes uploaded twice as one dataset, and lists it on the data page', async ({ page }) => {
  await page.goto('/data')
  await page.locator('input[type=file]').setInputFiles(fixture('inventory.csv'))
  await expect(page.getByTestId('upload-success')).toBeVisible()
  await page.locator('input[type=file]').setInputFiles(fixture('inventory.csv'))
  await expect(page.getByText('inventory.csv')).toHaveCount(1)
  await page.getByTestId('preview-button').click()
  await expect(page.getByTestId('data-table')).toBeVisible()
  await expect(page.getByTestId('row-count')).toHaveText('10 rows')
})
