import type { WorkflowSession } from '@aw-flow/client'
import type { Edit } from '@aw-flow/schema'
import type { Page } from '@playwright/test'
import { EditorPage } from './support/editor-page.ts'
import { expect, test } from './support/test.ts'

/** Applies an edit at a given time, so that two pages do it simultaneously. */
const applyAt = (editor: EditorPage, edit: Edit, time: number): Promise<void> =>
  editor.editor.evaluate(
    async (element, { json, when }) => {
      await new Promise((resolve) => setTimeout(resolve, when - Date.now()))
      ;(element as unknown as { session: WorkflowSession }).session.document.apply(JSON.parse(json) as Edit)
    },
    { json: JSON.stringify(edit), when: time },
  )

const labels = (editor: EditorPage): Promise<string[]> =>
  editor.editor.evaluate((element) =>
    (element as unknown as { session: WorkflowSession }).session.document.current.nodes.map(({ data }) => data.label),
  )
const saving = (page: Page): Promise<void> => expect(page.getByText('Saved', { exact: true })).toBeVisible()

test('merges simultaneous edits of two tabs in both, even after a reload', async ({ page, context }) => {
  const other = await context.newPage()
  const [mine, theirs] = [new EditorPage(page), new EditorPage(other)]
  await Promise.all([mine.open(), theirs.open()])
  const [first, second] = await labels(mine)
  const nodes = await mine.editor.evaluate((element) =>
    (element as unknown as { session: WorkflowSession }).session.document.current.nodes.map(({ id }) => id),
  )
  const time = Date.now() + 500
  await Promise.all([
    applyAt(mine, { type: 'set-label', id: nodes[0]!, label: `${first} of mine` }, time),
    applyAt(theirs, { type: 'set-label', id: nodes[1]!, label: `${second} of theirs` }, time),
  ])
  const both = [`${first} of mine`, `${second} of theirs`]
  for (const editor of [mine, theirs]) await expect.poll(async () => (await labels(editor)).slice(0, 2)).toEqual(both)
  await Promise.all([saving(page), saving(other)])
  await Promise.all([page.reload(), other.reload()])
  for (const editor of [mine, theirs]) await expect.poll(async () => (await labels(editor)).slice(0, 2)).toEqual(both)
  await page.goto('/workflows')
  await expect(page.getByText('(other tab)')).toHaveCount(0)
})

test('saves a version by name, compares and restores it, even after a reload', async ({ page }) => {
  const editor = new EditorPage(page)
  await editor.open()
  await editor.waitUntilReady()
  const before = await labels(editor)
  await editor.canvas.locator('.surface').click({ position: { x: 20, y: 20 } })
  await page.keyboard.press('Control+s')
  await page.keyboard.type('Original')
  await page.keyboard.press('Enter')
  const versions = editor.editor.locator('aw-versions')
  await expect(versions.getByText('Original', { exact: true })).toBeVisible()
  await editor.select(before[0]!)
  await page.keyboard.press('Delete')
  await expect.poll(() => labels(editor)).toEqual(before.slice(1))
  await saving(page)
  await page.reload()

  await expect(editor.canvas).toBeVisible()
  await page.getByRole('button', { name: 'Versions' }).click()
  await versions.getByRole('button', { name: 'Original' }).first().click()
  await expect(versions.getByText(`${before[0]} removed`, { exact: true })).toBeVisible()
  await versions.getByRole('button', { name: 'Restore this version' }).click()
  await expect.poll(async () => (await labels(editor)).toSorted()).toEqual(before.toSorted())
  await expect(versions.getByText('Before it was replaced')).toBeVisible()
})
