import { tryComposition } from '../../support/try-composition.ts'
import { csvFile, StudioPage } from '../page.ts'
import { usedStates, useProfile } from './page-states.ts'
import { expect, test } from '../../support/test.ts'

test('keys of an input method change nothing in the text fields of any page', async ({ page }) => {
  const studio = new StudioPage(page)
  const states = usedStates(await useProfile(studio))
  const found: string[] = []
  const fields = new Set<string>()
  const look = async (name: string): Promise<void> => {
    const result = await tryComposition(page)
    for (const field of result.fields) fields.add(field)
    found.push(...result.found.map((text) => `${name}: ${text}`))
  }
  for (const { name, open, press, getLoadedElement } of states) {
    await open(studio)
    await press?.(page, studio)
    await expect(getLoadedElement(page)).toBeVisible()
    await look(name)
  }
  await studio.upload(csvFile('renamed.csv', 'a,b\n1,2\n'))
  await page.getByRole('button', { name: 'From URL' }).click()
  await look('data, address')
  await studio.openDataset('renamed.csv')
  await page.getByRole('button', { name: 'Rename', exact: true }).click()
  await look('data, rename')
  await studio.visit('/workflows')
  await page.locator('studio-workflows .add-tag').first().click()
  await look('workflows, tags')
  expect(fields.size).toBeGreaterThanOrEqual(15)
  expect(found).toEqual([])
})
