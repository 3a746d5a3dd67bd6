import { createHash } from 'node:crypto'
import { csvFile, StudioPage, createWorkflow } from '../page.ts'
import { axeFindings } from '../../support/axe-findings.ts'
import { expect, test } from '../../support/test.ts'

const answers = 'person,score\np1,7\np2,n/a?\np3,9\n'
const dataset = createHash('sha256').update(answers).digest('hex')

test('explains why a node failed, and offers an edit that it has run', async ({ page }) => {
  const studio = new StudioPage(page)
  await studio.upload(csvFile('answers.csv', answers))
  const statement = 'SELECT person, CAST(score AS INTEGER) AS score FROM input'
  const workflow = await studio.importWorkflow(
    createWorkflow('Scores', { Load: ['loading', { dataset }], Query: ['sql', { statement }], Table: ['table'] }, [
      'Load.table > Query.input',
      'Query.table > Table.table',
    ]),
  )
  const bar = page.locator('aw-run-bar')
  await bar.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(bar).toContainText('Failed')
  await page
    .locator('aw-canvas')
    .getByRole('button', { name: /^Query, / })
    .focus()
  await page.keyboard.press('Enter')
  const help = page.locator('aw-inspector aw-problem-help')
  await help.getByText('Explain').click()
  await expect(help).toContainText('A cast fails for a value of the data.')
  const fix = help.getByRole('button', { name: 'Fix: Convert score where possible, and leave the other cells empty' })
  await expect(fix).toBeVisible()
  await expect(help).not.toContainText('Not tested')
  await expect(help.locator('ins')).toHaveText('SELECT person, TRY_CAST(score AS INTEGER) AS score FROM input')
  expect(await axeFindings(page, 'fix')).toEqual([])
  const before = await studio.stored('documents', workflow)
  await fix.click()
  await expect(help).toHaveCount(0)
  await bar.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(bar).toContainText('Completed')
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click()
  await expect
    .poll(async () => JSON.stringify(getWorkflow(await studio.stored('documents', workflow))))
    .toBe(JSON.stringify(getWorkflow(before)))
})

test('offers to remove an edge that makes a cycle, in German', async ({ page }) => {
  const studio = new StudioPage(page)
  await studio.importWorkflow(
    createWorkflow('Cycle', { Load: ['loading'], All: ['union'], Sort: ['sort'] }, [
      'Load.table > All.in1',
      'All.table > Sort.table',
      'Sort.table > All.in2',
    ]),
  )
  await page.evaluate(() => (document.documentElement.lang = 'de'))
  await page
    .locator('aw-canvas')
    .getByRole('button', { name: /^Sort, / })
    .focus()
  await page.keyboard.press('Enter')
  const help = page.locator('aw-inspector aw-problem-help')
  await help.getByText('Erklären').click()
  await expect(help).toContainText('Nur der Rumpf einer Schleife darf zu ihr zurückführen.')
  await help.getByRole('button', { name: 'Beheben: „Sort“ von „All“ trennen' }).click()
  await expect(help).toHaveCount(0)
})

const getWorkflow = (stored: unknown): unknown => (stored as { workflow: unknown }).workflow
