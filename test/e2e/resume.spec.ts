import type { WorkflowSession } from '@aw-flow/client'
import { findResultTables } from '@aw-flow/schema/internal'
import { sizes } from '../sizes.ts'
import { EditorPage } from './support/editor-page.ts'
import { expect, test } from './support/test.ts'

const rowCount = sizes.interruptedRows

function createCsv(): Buffer {
  const rows = Array.from({ length: rowCount }, (_, row) => `${row},Name ${row},${row / 8},${'ABC'[row % 3]}`)
  return Buffer.from(`id,name,value,category\n${rows.join('\n')}\n`)
}

test('resumes a run that a reload interrupted, with the same table', async ({ page }) => {
  const editor = new EditorPage(page)
  await editor.open()
  await editor.dropData({ name: 'large.csv', bytes: createCsv() })
  await editor.waitUntilReady()
  await expect(editor.runButton).toHaveAttribute('aria-disabled', 'false')
  // The page reloads itself, because on a busy machine the run could end before the test does it.
  await page.locator('aw-workflow-editor').evaluate((element) => {
    const { session } = element as unknown as { session: WorkflowSession }
    session.addEventListener('aw-session-change', () => {
      const run = session.runs.current
      if (!run || !Object.values(run.nodes).some(({ state }) => state === 'running')) return
      sessionStorage.setItem('interrupted run', run.run)
      location.reload()
    })
  })
  const reloaded = page.waitForEvent('domcontentloaded')
  await editor.runButton.click()
  await reloaded
  const interrupted = await page.evaluate(() => sessionStorage.getItem('interrupted run'))
  await expect(editor.runState).toHaveText(/Completed/, { timeout: 180_000 })
  const resumed = await editor.lastRun()
  expect(resumed.run).toBe(interrupted)
  expect(resumed.log.map(({ message }) => message)).toContainEqual({ code: 'run.resumed', params: {} })
  expect(findResultTables(resumed).at(-1)?.table.rows).toBe(rowCount)

  // Runs the same workflow from the start: equal tables have equal derivation keys.
  await editor.run(90_000)
  const straight = await editor.lastRun()
  expect(straight.run).not.toBe(resumed.run)
  expect(findResultTables(straight).at(-1)?.table).toEqual(findResultTables(resumed).at(-1)?.table)
})
