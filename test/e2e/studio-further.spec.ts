import { furtherScenarios } from './studio-further-scenarios.ts'
import { test } from './test.ts'

for (const [title, scenario] of Object.entries(furtherScenarios)) {
  test(title, async ({ page }) => scenario(page))
}
