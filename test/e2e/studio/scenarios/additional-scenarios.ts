import type { Scenario } from '../../support/scenario.ts'
import { dataScenarios } from './data-scenarios.ts'
import { runScenarios } from './run-scenarios.ts'

/** Scenarios in addition to the five of the plan. */
export const additionalScenarios: Record<string, Scenario> = { ...dataScenarios, ...runScenarios }
