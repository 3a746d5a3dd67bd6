import type { Scenario } from './scenario.ts'
import { dataScenarios } from './studio-data-scenarios.ts'
import { runScenarios } from './studio-run-scenarios.ts'

/** What people do beside the five scenarios of the plan. */
export const furtherScenarios: Record<string, Scenario> = { ...dataScenarios, ...runScenarios }
