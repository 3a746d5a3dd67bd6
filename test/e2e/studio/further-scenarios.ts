import type { Scenario } from '../support/scenario.ts'
import { dataScenarios } from './data-scenarios.ts'
import { runScenarios } from './run-scenarios.ts'

/** What people do beside the five scenarios of the plan. */
export const furtherScenarios: Record<string, Scenario> = { ...dataScenarios, ...runScenarios }
