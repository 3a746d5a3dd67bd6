import { afterAll, beforeAll } from 'vitest'
import { createPlantedPorts, type PlantedPorts } from './test-planted-ports.ts'

export { testCatalog } from './test-planted-ports.ts'

/** Opens ports that check the planted errors, for the tests of a file. */
export function openTestPorts(): Pick<PlantedPorts, 'createDependencies' | 'describe'> {
  const harness = createPlantedPorts()
  beforeAll(() => harness.open())
  afterAll(() => harness.close())
  return harness
}
