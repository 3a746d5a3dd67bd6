import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Scenario } from '../../support/scenario.ts'
import { expect as playwrightExpect } from '../../support/test.ts'

const fixture = (name: string): string => resolve(import.meta.dirname, '../../../fixtures', name)

/**
 * The five scenarios of the application's plan (requirements §7), with its labels and test ids. They use only what pages of
 * Firefox have too (`firefox-page.ts`).
 */
export const scenarios: Record<string, Scenario> = {
  async 'uploads a CSV file and shows it loaded'(page, { expect = playwrightExpect } = {}) {
    await page.goto('/')
    await page.click('[data-testid="upload-button"]')
    await page.setInputFiles('input[type="file"]', fixture('sample.csv'))
    await expect(page.locator('[data-testid="upload-success"]')).toBeVisible()
    await page.click('[data-testid="data-manager-link"]')
    await expect(page.locator('text=sample.csv')).toBeVisible()
    await page.click('[data-testid="preview-button"]')
    await expect(page.locator('[data-testid="data-table"]')).toBeVisible()
    const rowCount = await page.locator('[data-testid="row-count"]').textContent()
    expect(parseInt(rowCount!)).toBeGreaterThan(0)
  },

  async 'creates a workflow from steps, runs it and saves the result'(page, { expect = playwrightExpect } = {}) {
    await page.goto('/workflows/new')
    await page.fill('[data-testid="workflow-name"]', 'Test Cosmo Workflow')
    await page.click('[data-testid="add-loading-step"]')
    await page.selectOption('[data-testid="agent-type"]', 'loading')
    await page.click('[data-testid="add-step"]')
    await page.selectOption('[data-testid="agent-type"]', 'preparing')
    await page.selectOption('[data-testid="target-type"]', 'cosmo-ready')
    await page.click('[data-testid="save-workflow"]')
    await expect(page.locator('text=Workflow saved')).toBeVisible()
    expect(await page.getAttribute('[data-testid="workflow-id"]', 'data-id')).toMatch(/./)
    await page.click('[data-testid="execute-workflow"]')
    await page.selectOption('[data-testid="input-data"]', 'sample.csv')
    await page.click('[data-testid="start-execution"]')
    await expect(page.locator('[data-testid="job-status"]')).toContainText('completed', { timeout: 180_000 })
    expect(await page.textContent('.execution-status')).toBe('completed')
    await page.click('[data-testid="view-results"]')
    await expect(page.locator('[data-testid="result-data"]')).toBeVisible()
    const downloadPromise = page.waitForEvent('download')
    await page.click('[data-testid="download-results"]')
    const download = await downloadPromise
    expect(download.suggestedFilename()).toBe('Test Cosmo Workflow.csv')
    expect((await readFile(await download.path(), 'utf8')).split('\n')[0]).toMatch(/^id,index,/)
  },

  async 'checks data with a schema'(page, { expect = playwrightExpect } = {}) {
    await page.goto('/validation')
    await page.selectOption('[data-testid="data-select"]', 'sample.csv')
    await page.click('[data-testid="validation-type-schema"]')
    await page.fill('[data-testid="schema-config"]', JSON.stringify({ columns: ['id', 'name', 'value'] }))
    await page.click('[data-testid="run-validation"]')
    await expect(page.locator('[data-testid="validation-result"]')).toContainText('valid')
    await page.click('[data-testid="validation-details"]')
    await expect(page.locator('[data-testid="validation-report"]')).toBeVisible()
  },

  async 'approves a step of a workflow'(page, { expect = playwrightExpect } = {}) {
    await page.goto('/workflows/new')
    await page.fill('[data-testid="workflow-name"]', 'Approval Required Workflow')
    await page.click('[data-testid="add-loading-step"]')
    await page.check('[data-testid="require-approval"]')
    await page.click('[data-testid="save-workflow"]')
    await page.click('[data-testid="execute-workflow"]')
    await page.selectOption('[data-testid="input-data"]', 'sample.csv')
    await page.click('[data-testid="start-execution"]')
    await expect(page.locator('[data-testid="approval-modal"]')).toBeVisible({ timeout: 180_000 })
    await expect(page.locator('[data-testid="intermediate-result"]')).toBeVisible()
    await page.click('[data-testid="approve-button"]')
    await expect(page.locator('[data-testid="job-status"]')).toContainText('completed', { timeout: 180_000 })
  },

  async 'shows the error and the retries of a failed workflow'(page, { expect = playwrightExpect } = {}) {
    await page.goto('/data')
    const bytes = await readFile(fixture('binary.bin'))
    await page.setInputFiles('input[type="file"]', { name: 'invalid.txt', mimeType: 'text/plain', buffer: bytes })
    await page.goto('/workflows')
    await page.click('[data-testid="workflow-item"]:first-child')
    await page.click('[data-testid="execute-workflow"]')
    await page.selectOption('[data-testid="input-data"]', 'invalid.txt')
    await page.click('[data-testid="start-execution"]')
    await expect(page.locator('[data-testid="job-status"]')).toContainText('failed', { timeout: 180_000 })
    await page.click('[data-testid="view-error"]')
    await expect(page.locator('[data-testid="error-message"]')).toBeVisible()
    const retryCount = await page.locator('[data-testid="retry-count"]').textContent()
    expect(parseInt(retryCount!)).toBeGreaterThan(0)
  },
}
