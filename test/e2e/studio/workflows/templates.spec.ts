import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from '../../support/test.ts'

const index: readonly { id: string }[] = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../../../examples/workflows/templates/index.json'), 'utf8'),
)

async function use(page: Page, id: string): Promise<void> {
  await page.goto('/templates')
  await page.locator(`[data-testid="template-item"][data-id="${id}"] button`).click()
  await page.waitForURL(/\/workflows\/[\da-f]{8}-/)
}

test('offers every template with a thumbnail, and creates a workflow with its files', async ({ page }) => {
  await page.goto('/templates')
  const offered = page.locator('[data-testid="template-item"]')
  await expect(offered).toHaveCount(index.length)
  await expect(page.locator('[data-testid="template-item"] svg.drawing .node').first()).toBeVisible()
  await use(page, 'merge-monthly-files')
  await page.goto('/data')
  for (const name of ['weather-2012-01.csv', 'weather-2012-02.tsv', 'weather-2012-03.json'])
    await expect(page.getByText(name).first()).toBeVisible()
  await page.goto('/workflows')
  await expect(page.getByRole('link', { name: 'Merge monthly files' })).toBeVisible()
})

test('runs a template that requests a service in the page, under its policy', async ({ page }) => {
  await use(page, 'json-api-to-table')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(page.locator('aw-run-bar')).toContainText('Completed')
  await expect(page.locator('aw-run-bar')).toContainText('62 rows')
})

test('stores a file whose page is left right after the choice', async ({ page }) => {
  await page.goto('/data')
  await expect(page.locator('[data-testid="upload-button"]')).toBeVisible()
  const left = page.waitForURL('**/workflows')
  await page.evaluate(() => {
    const input = document.querySelector('studio-app')?.shadowRoot?.querySelector<HTMLInputElement>('input[type=file]')
    const files = new DataTransfer()
    files.items.add(new File(['a,b\n1,2\n'], 'left at once.csv'))
    input!.files = files.files
    input!.dispatchEvent(new Event('change'))
    location.href = '/workflows'
  })
  await left
  await page.goto('/data')
  await expect(page.getByText('left at once.csv').first()).toBeVisible()
})

test('reports a file that was dropped before its page was loaded', async ({ page }) => {
  await page.goto('/data')
  await page.setInputFiles('input[type="file"]', {
    name: 'early.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('a\n1\n'),
  })
  await expect(page.locator('[data-testid="upload-success"]')).toBeVisible()
  await expect(page.getByText('early.csv').first()).toBeVisible()
})
