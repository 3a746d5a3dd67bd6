import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { selectEvery, sizes } from '../../../sizes.ts'
import { createWorkflow, csvFile, openStudio, StudioPage } from '../page.ts'
import { expect, test } from '../../support/test.ts'

const templates: readonly { id: string }[] = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../../../examples/workflows/templates/index.json'), 'utf8'),
)

test('opens templates without a problem or a warning', async ({ page }) => {
  for (const { id } of selectEvery(templates, sizes.templateEveryNth)) {
    await page.goto('/templates')
    await page.locator(`[data-testid="template-item"][data-id="${id}"] button`).click()
    await page.waitForURL(/\/workflows\/[\da-f]{8}-/)
    await expect(page.locator('aw-run-bar').getByRole('status')).toHaveText('Ready')
    await expect(page.locator('aw-workflow-editor').getByRole('button', { name: /^\d+ problems?$/ }), id).toHaveCount(0)
  }
})

test('gives the canvas of a new workflow two thirds of a laptop, and does not call it saved', async ({ page }) => {
  await page.goto('/workflows/new')
  await expect(page.getByTestId('add-loading-step')).toBeVisible()
  await expect(page.getByTestId('add-step')).toHaveCount(0)
  const canvas = page.locator('aw-canvas')
  await expect(canvas.getByRole('button', { name: 'Add node' })).toBeVisible()
  await expect(canvas.getByRole('button', { name: 'Upload file' })).toBeVisible()
  const share = (): Promise<number> =>
    page.locator('aw-canvas').evaluate((canvas) => canvas.getBoundingClientRect().width / innerWidth)
  await expect.poll(share).toBeGreaterThanOrEqual(0.65)
  await expect(page.getByText('Saved', { exact: true })).toHaveCount(0)
})

test('proposes a workflow for a description on Home', async ({ page }) => {
  await openStudio(page, '/')
  await page.getByTestId('describe').fill('remove duplicates')
  await page.keyboard.press('Enter')
  const proposal = page.getByRole('dialog', { name: 'Proposed change' })
  await expect(proposal).toContainText('Remove duplicates')
  await proposal.getByRole('button', { name: /^Apply/ }).click()
  await expect(page.locator('aw-canvas').getByRole('button', { name: /^Remove duplicates, / })).toBeVisible()
})

test('shows one control for saving, which says whether a built-in workflow is saved', async ({ page }) => {
  const studio = await openStudio(page, '/workflows/cosmo-ready')
  const save = page.getByTestId('save-workflow')
  await expect(save).toHaveText('Save')
  await expect(page.getByText('Saved', { exact: true })).toHaveCount(0)
  await save.click()
  await expect(studio.toast).toContainText('Nothing to save: this built-in workflow is unchanged.')
  const name = page.locator('aw-workflow-editor').getByRole('textbox', { name: 'Workflow name' })
  await name.fill('My own')
  await name.blur()
  await expect(save).toHaveText('Saved')
  await expect(page.getByText('Save', { exact: true })).toHaveCount(0)
  await page.keyboard.press('Control+s')
  await expect(studio.toast).toContainText('Workflow saved.')
  await studio.visit('/settings')
  await page.getByTestId('language').selectOption('de')
  await studio.visit('/workflows/cosmo-ready')
  await expect(save).toHaveText('Gespeichert')
  await expect(page.getByText('Speichern', { exact: true })).toHaveCount(0)
})

test('names a new workflow in the chosen language', async ({ page }) => {
  const studio = await openStudio(page, '/settings')
  await page.getByTestId('language').selectOption('de')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await studio.visit('/workflows/new')
  await expect(page.getByTestId('workflow-name')).toHaveValue('Unbenannter Ablauf')
})

test('does not offer to start a workflow with a problem', async ({ page }) => {
  const studio = new StudioPage(page)
  const nodes = { Load: ['loading'], Wait: ['delay', { seconds: -5 }] } satisfies Parameters<typeof createWorkflow>[1]
  await studio.importWorkflow(createWorkflow('Broken', nodes, ['Load.table > Wait.value']))
  await expect(page.locator('aw-run-bar')).toContainText('Fix 1 error first')
  await page.getByTestId('execute-workflow').click()
  await expect(page.getByTestId('start-execution')).toBeDisabled()
  const dialog = page.locator('studio-execute')
  await expect(dialog.getByText('Fix 1 error first')).toBeVisible()
  // The problem is named, and leads to its setting.
  await dialog.getByRole('button', { name: /seconds.*found -5/i }).click()
  await expect(dialog.getByRole('dialog')).toBeHidden()
  await expect(page.locator('aw-inspector').getByRole('textbox', { name: 'Seconds' })).toBeFocused()
})

test('gives the canvas the space of the step list after the first node, unless the list is used', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  const studio = await openStudio(page, '/workflows/new')
  const steps = page.locator('studio-steps')
  await expect(steps).toBeVisible()
  await page.locator('aw-canvas').getByRole('button', { name: 'Add node' }).click()
  await page.keyboard.type('Table')
  await page.keyboard.press('Enter')
  await expect(page.locator('aw-inspector')).toBeVisible()
  await expect(steps).toHaveCount(0)
  const box = await page.locator('aw-canvas').boundingBox()
  expect(box?.width).toBeGreaterThan(0.65 * 1440)
  await studio.go('/workflows/new')
  await page.getByTestId('add-loading-step').click()
  await expect(steps.getByRole('listitem')).toHaveCount(1)
})

test('offers no run of a workflow without nodes, and says why at every width', async ({ page }) => {
  const studio = await openStudio(page, '/workflows/new')
  const runWith = page.getByTestId('execute-workflow')
  await expect(runWith).toHaveAttribute('aria-disabled', 'true')
  await expect(runWith).toHaveAttribute('title', 'Add a node first')
  for (const width of [1440, 768, 390]) {
    await page.setViewportSize({ width, height: 844 })
    await expect(page.locator('aw-run-bar').getByRole('status')).toHaveText('Add a node first')
    await expect(page.locator('aw-run-bar').getByRole('status')).toBeInViewport({ ratio: 1 })
  }
  // The steps, which a wide page opens by itself, do not cover a narrow one.
  await expect(page.locator('studio-steps')).toHaveCount(0)
  await runWith.dispatchEvent('click')
  await expect(studio.toast).toContainText('Add a node first')
  await expect(page.locator('studio-execute dialog')).toBeHidden()
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.locator('aw-canvas').getByRole('button', { name: 'Add node' }).click()
  await page.keyboard.type('Table')
  await page.keyboard.press('Enter')
  await expect(runWith).toHaveAttribute('aria-disabled', 'false')
})

test('shows the error of a failed run once, and the settings of its nodes', async ({ page }) => {
  const studio = new StudioPage(page)
  await studio.upload(csvFile('short.csv', 'a,b\n1,2\n'))
  const nodes = {
    Load: ['loading'],
    Filter: ['filter', { conditions: [{ column: 'missing', is: 'is-not-empty' }] }],
  } satisfies Parameters<typeof createWorkflow>[1]
  await studio.importWorkflow(createWorkflow('Fails', nodes, ['Load.table > Filter.table']))
  await studio.start('short.csv')
  await expect(studio.status).toContainText('Failed', { ignoreCase: true })
  const error = page.getByText(/missing.* is not in the table/).filter({ visible: true })
  await expect(error).toHaveCount(1)
  await expect(page.getByTestId('error-message')).toContainText('is not in the table')
  await expect(page.getByTestId('view-error')).toHaveText('“Filter” failed.')
  const listSummaries = (): Promise<string[]> =>
    page.locator('aw-canvas').evaluate((element) => {
      const { scene } = element as unknown as { scene: { nodes: { content: { summary: string } }[] } }
      return scene.nodes.map(({ content }) => content.summary)
    })
  await expect.poll(listSummaries).toEqual(['short.csv · 1 row', 'Keeps missing is not empty'])
})

test('reaches every page on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/runs')
  for (const [link, heading] of [
    ['Validate', 'Validate'],
    ['Help', 'Help'],
    ['Templates', /template/i],
    ['Open trash', 'Trash'],
  ] as const) {
    const more = page.getByRole('button', { name: 'More', exact: true })
    await more.click()
    await page.locator('#more').getByRole('link', { name: link }).click()
    await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible()
    if (link === 'Help') await expect(more).toHaveAttribute('aria-current', 'true')
  }
  // The list of nodes is below the text.
  await page.goto('/help/aggregate')
  await page.locator('article').getByRole('link', { name: 'Help' }).click()
  await expect(page.getByRole('heading', { name: 'Help', level: 1 })).toBeVisible()
})

test('skips to the steps of a workflow on a phone, where they cover the canvas', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const studio = new StudioPage(page)
  const skip = page.getByRole('button', { name: 'Skip to canvas' })
  await studio.go('/workflows/cosmo-ready')
  await expect(page.locator('aw-step-list').getByRole('button', { name: /^Load/ })).toBeVisible()
  await skip.focus()
  await page.keyboard.press('Enter')
  await expect(page.locator('aw-step-list').getByRole('button', { name: /^Load/ })).toBeFocused()
  await studio.go('/workflows/new')
  await expect(page.locator('aw-step-list').getByRole('button', { name: 'Add node' })).toBeVisible()
  await skip.focus()
  await page.keyboard.press('Enter')
  await expect(page.locator('aw-step-list').getByRole('button', { name: 'Add node' })).toBeFocused()
})

test('shows the result of a validation above its settings on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const studio = new StudioPage(page)
  await studio.upload(csvFile('prices.csv', 'id,price\n1,10\n2,\n'))
  await studio.visit('/validation')
  await page.getByTestId('data-select').selectOption('prices.csv')
  await page.getByTestId('validation-type-info').click()
  await page.getByTestId('info-config').fill('rows = 2')
  await page.getByTestId('run-validation').click()
  const result = page.getByTestId('validation-result')
  await expect(result).toContainText('valid')
  await expect(result).toBeInViewport()
  const [above, below] = [await result.boundingBox(), await page.getByTestId('data-select').boundingBox()]
  expect(above!.y).toBeLessThan(below!.y)
})
