import { selectEvery, sizes } from '../../../sizes.ts'
import { additionalScenarios } from './additional-scenarios.ts'
import { test } from '../../support/test.ts'

for (const [title, scenario] of selectEvery(Object.entries(additionalScenarios), sizes.additionalEveryNth)) {
  test(title, async ({ page }) => scenario(page))
}
