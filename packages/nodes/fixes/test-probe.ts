import { afterAll, beforeAll } from 'vitest'
import { createPlantedErrorHarness, type PlantedErrorHarness } from './test-planted-ports.ts'

export { testCatalog } from './test-planted-ports.ts'

/** Opens ports that check the planted errors, for the tests of a file. */
export function openTestHarness(): Pick<PlantedErrorHarness, 'createDependencies' | 'describe'> {
  const harness = createPlantedErrorHarness()
  beforeAll(() => harness.open())
  afterAll(() => harness.close())
  return harness
}
