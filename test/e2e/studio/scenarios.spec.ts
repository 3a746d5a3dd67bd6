import { scenarios } from './scenarios.ts'
import { test } from '../support/test.ts'

for (const [title, scenario] of Object.entries(scenarios)) {
  test(`in an empty profile, ${title}`, async ({ page }) => scenario(page))
}
