import { selectEvery, sizes } from '../sizes.ts'
import { furtherScenarios } from './studio-further-scenarios.ts'
import { test } from './test.ts'

for (const [title, scenario] of selectEvery(Object.entries(furtherScenarios), sizes.furtherEveryNth)) {
  test(title, async ({ page }) => scenario(page))
}
