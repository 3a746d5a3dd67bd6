import { axeFindings } from '../../support/axe-findings.ts'
import { expect, test } from '../../support/test.ts'
import { scenarios } from './scenarios.ts'

for (const [title, scenario] of Object.entries(scenarios)) {
  test(`empty profile: ${title}`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await scenario(page)
    // A message may be fading in.
    await expect(async () => expect(await axeFindings(page, title)).toEqual([])).toPass({ timeout: 10_000 })
  })
}
