import { sizes } from '../../../sizes.ts'
import { additionalScenarios } from './additional-scenarios.ts'
import { test } from '../../support/test.ts'

for (const [title, scenario] of Object.entries(additionalScenarios).slice(0, sizes.additionalScenarios)) {
  test(title, async ({ page }) => scenario(page))
}
