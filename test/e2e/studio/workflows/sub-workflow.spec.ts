import { createWorkflow, openStudio, StudioPage } from '../page.ts'
import { expect, test } from '../../support/test.ts'

test('a sub-workflow that failed opens from the run and from its settings', async ({ page }) => {
  const studio = new StudioPage(page)
  const failing = createWorkflow('Inner', { Fail: ['variable', { name: 'fail', expression: '$error("boom")' }] }, [])
  const inner = await studio.importWorkflow(failing)
  await studio.importWorkflow(createWorkflow('Outer', { Part: ['sub_workflow', { workflow: 'Inner' }] }, []))
  const outer = new URL(page.url()).pathname
  await studio.start()
  await expect(studio.status).toContainText('failed', { ignoreCase: true })
  const open = page.getByTestId('open-sub-workflow')
  await page.setViewportSize({ width: 390, height: 844 })
  const text = (await page.getByText('“Part” failed').boundingBox())!
  const button = (await open.boundingBox())!
  expect(
    text.x + text.width <= button.x || text.y + text.height <= button.y,
    'the button does not cover the text',
  ).toBe(true)
  await page.setViewportSize({ width: 1280, height: 800 })
  await open.click()
  await expect(page).toHaveURL(new RegExp(`/workflows/${inner}$`))

  await studio.go(outer)
  await page
    .locator('aw-canvas')
    .getByRole('button', { name: /^Part, / })
    .focus()
  await page.keyboard.press('Enter')
  const inspector = page.locator('aw-inspector')
  await expect(inspector.getByLabel('Workflow', { exact: true })).toHaveValue('Inner')
  await expect(inspector.getByLabel('Document')).toHaveCount(0)
  await inspector.getByRole('link', { name: 'Open sub-workflow' }).click()
  await expect(page).toHaveURL(new RegExp(`/workflows/${inner}$`))
})

test('Ctrl+K opens the command palette before the editor has the focus', async ({ page }) => {
  await openStudio(page, '/workflows/new')
  await expect(page.locator('aw-workflow-editor aw-run-bar')).toBeVisible()
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.keyboard.press('Control+k')
  await page.locator('aw-command-palette').getByRole('combobox').fill('export')
  await expect(page.locator('aw-command-palette').getByRole('option').first()).toBeVisible()
})
