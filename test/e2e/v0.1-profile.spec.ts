import { readFile } from 'node:fs/promises'
import { restoreProfile, type ProfileDump } from './support/profile-dump.ts'
import { csvFile, fixture, openStudio, StudioPage } from './studio/page.ts'
import { expect, test } from './support/test.ts'

/** Opens, displays and resumes what the studio of v0.1 stored in a browser. */

interface Profile extends ProfileDump {
  ids: Record<'completed' | 'skipped' | 'failed' | 'waiting' | 'with-versions' | 'notes-and-groups', string>
  runs: Record<'completed' | 'skipped' | 'failed' | 'waiting', string>
}

const readProfile = async (): Promise<Profile> =>
  JSON.parse(await readFile(fixture('v0.1/page-profile.json'), 'utf8')) as Profile

test('a profile of v0.1 displays its data, workflows, versions, trash, settings and runs', async ({ page }) => {
  const profile = await readProfile()
  await restoreProfile(page, profile)
  const studio = new StudioPage(page)

  await studio.go('/data')
  await expect
    .poll(async () => (await studio.names()).toSorted())
    .toEqual(expect.arrayContaining(['orders.csv', 'places.csv', 'sample.csv']))
  // Links, which do not load the studio again.
  await studio.visit('/workflows')
  const items = page.getByTestId('workflow-item')
  for (const name of ['Orders to points', 'Notes and groups', 'Approve the orders', 'Table nodes']) {
    await expect(items.filter({ hasText: name })).toHaveCount(1)
  }
  await expect(page.getByTestId('unreadable-item')).toHaveCount(0)

  await studio.visit(`/workflows/${profile.ids.skipped}`)
  const editor = page.locator('aw-workflow-editor')
  await expect(editor.locator('aw-canvas')).toBeVisible()
  await page.getByRole('button', { name: 'Versions' }).click()
  await expect(editor.locator('aw-versions').getByText('Before the change', { exact: true }).first()).toBeVisible()

  await studio.visit('/trash')
  await expect(page.getByTestId('trash-item')).toContainText(['Deleted'])

  await studio.visit('/settings')
  await expect(page.getByRole('region', { name: /retr/i }).getByRole('textbox')).toHaveValue('1, 2.5')
  const keys = page.locator('studio-keys')
  await keys.getByTestId('passphrase').fill('open sesame')
  await keys.getByTestId('passphrase').press('Enter')
  await expect(keys.getByRole('listitem').filter({ hasText: 'orders_token' })).toBeVisible()

  await studio.visit('/runs')
  await expect(page.getByTestId('run-item')).toHaveCount(4)
  for (const [name, state] of [
    ['completed', 'Completed'],
    ['skipped', 'Completed'],
    ['failed', 'Failed'],
  ] as const) {
    await studio.visit(`/runs/${profile.runs[name]}`)
    await expect(studio.status).toContainText(state, { ignoreCase: true })
    // The monitor loads later; leaving the page before that interrupts its request.
    await expect(studio.monitor.getByRole('tab', { name: 'Log' })).toBeVisible()
  }

  // Texts that v0.1 stored are displayed unchanged.
  await studio.monitor.getByRole('tab', { name: 'Log' }).click()
  for (const text of [
    'Loading orders.csv (445 bytes).',
    '1 record of 12 does not fit the table and is set aside: line 9. It has 6 cells, the table has 5.',
    'The table is not valid: 3 of 11 rules fail. 1 of 11 rows fail: amount has no value.',
  ]) {
    await expect(studio.monitor).toContainText(text)
  }
  await expect(page.getByTestId('error-message')).toContainText('The table is not valid: 3 of 11 rules fail.')
})

test('a waiting run of v0.1 is approved in the page before its parts are loaded, and resumes', async ({ page }) => {
  const profile = await readProfile()
  await restoreProfile(page, profile)
  const studio = new StudioPage(page)
  let release = (): void => undefined
  const released = new Promise<void>((resolve) => (release = resolve))
  await page.route(/\/deferred-elements-[^/]*\.js$/, async (route) => {
    await released
    await route.continue()
  })
  await page.goto(`/runs/${profile.runs.waiting}`)
  await expect(studio.status).toContainText('Waiting', { ignoreCase: true })
  await page.getByTestId('approve-button').click()
  release()
  await expect
    .poll(async () => (await studio.record(profile.runs.waiting)).map(({ type }) => type))
    .toContain('approval-given')
  await expect
    .poll(async () =>
      (await studio.record(profile.runs.waiting)).flatMap((event) =>
        event.type === 'node-completed' || event.type === 'node-skipped' || event.type === 'node-waiting'
          ? [`${event.node} ${event.type}`]
          : [],
      ),
    )
    .toEqual(
      expect.arrayContaining([
        'approve node-completed',
        'wait node-waiting',
        'table node-completed',
        'refused node-skipped',
      ]),
    )
})

test('a waiting run of v0.1 is rejected in the page and ends', async ({ page }) => {
  const profile = await readProfile()
  await restoreProfile(page, profile)
  const studio = new StudioPage(page)
  await page.goto(`/runs/${profile.runs.waiting}`)
  await expect(page.getByTestId('approval-modal')).toContainText('Are these the orders of the first quarter?')
  await page.getByTestId('reject-button').click()
  await expect(studio.status).toContainText('Completed', { ignoreCase: true })
})

test('an export of everything of v0.1 is imported', async ({ page }) => {
  const studio = await openStudio(page, '/settings')
  const buffer = await readFile(fixture('v0.1/whole.awexport'))
  await studio.chooseFile(page.getByTestId('import-all'), { ...csvFile('whole.awexport', ''), buffer })
  // Navigates within the page: a reload would interrupt the import.
  await studio.visit('/runs')
  await expect(page.getByTestId('run-item')).toHaveCount(4)
  await studio.visit('/workflows')
  await expect(page.getByTestId('workflow-item').filter({ hasText: 'Orders to points' })).toHaveCount(1)
})
