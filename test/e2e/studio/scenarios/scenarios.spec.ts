import { scenarios } from './scenarios.ts'
import { test } from '../../support/test.ts'

for (const [title, scenario] of Object.entries(scenarios)) {
  test(`empty profile: ${title}`, async ({ page }) => scenario(page))
}
