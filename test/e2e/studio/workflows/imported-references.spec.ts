import { StudioPage, createWorkflow } from '../page.ts'
import { expect, test } from '../../support/test.ts'

test('an imported workflow asks for a sub-workflow that is missing here, and runs the chosen one', async ({ page }) => {
  const studio = new StudioPage(page)
  const inner = await studio.importWorkflow(
    createWorkflow('Renamed here', { Give: ['variable', { name: 'given', expression: '"from the chosen one"' }] }, []),
  )
  await studio.go('/workflows')
  const outer = createWorkflow('Outer', { Part: ['sub_workflow', { workflow: 'Elsewhere' }] }, [])
  await studio.chooseFile(page.getByRole('button', { name: 'Import', exact: true }), {
    name: 'outer.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(outer)),
  })
  const dialog = page.getByTestId('references')
  await expect(dialog.getByRole('heading')).toHaveText('Select sub-workflows of “Outer”')
  const choice = dialog.getByLabel('Elsewhere')
  await expect(choice.locator('option').first()).toHaveText('Leave unresolved')
  await choice.selectOption('Renamed here')
  await dialog.getByRole('button', { name: 'Apply' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page).toHaveURL(/\/workflows\/(?!new)[^/]+$/)
  await studio.start()
  await expect(studio.status).toContainText('completed', { ignoreCase: true })
  await page.goBack()
  await page
    .locator('aw-canvas')
    .getByRole('button', { name: /^Part, / })
    .focus()
  await page.keyboard.press('Enter')
  await page.locator('aw-inspector').getByRole('link', { name: 'Open sub-workflow' }).click()
  await expect(page).toHaveURL(new RegExp(`/workflows/${inner}$`))
})

test('a reference that is left unresolved is reported in the editor', async ({ page }) => {
  const studio = new StudioPage(page)
  await studio.importWorkflow(createWorkflow('Other', { Give: ['variable', { name: 'given' }] }, []))
  await studio.go('/workflows')
  const outer = createWorkflow('Outer', { Part: ['sub_workflow', { workflow: 'Elsewhere' }] }, [])
  await studio.chooseFile(page.getByRole('button', { name: 'Import', exact: true }), {
    name: 'outer.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(outer)),
  })
  await expect(page.getByTestId('references')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('references')).toHaveCount(0)
  await expect(page.locator('aw-workflow-editor')).toContainText('which does not exist here')
})
