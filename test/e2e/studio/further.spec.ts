import { selectEvery, sizes } from '../../sizes.ts'
import { furtherScenarios } from './further-scenarios.ts'
import { test } from '../support/test.ts'

for (const [title, scenario] of selectEvery(Object.entries(furtherScenarios), sizes.furtherEveryNth)) {
  test(title, async ({ page }) => scenario(page))
}
