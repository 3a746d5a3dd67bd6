import type { Route } from '../shell/router.ts'

/**
 * Loads each page's code, either on the first visit or earlier, when the browser is idle, so that the page works
 * offline.
 */
export const pageLoaders: Record<Exclude<Route['page'], 'missing'>, () => Promise<unknown>> = {
  home: () => import('./home-page.ts'),
  data: () => import('../datasets/data-page.ts'),
  workflows: () => import('../workflows/workflows-page.ts'),
  new: () => import('../workflows/workflow-page.ts'),
  workflow: () => import('../workflows/workflow-page.ts'),
  runs: () => import('../runs/runs-page.ts'),
  run: () => import('../runs/run-page.ts'),
  results: () => import('../runs/results-page.ts'),
  latestResults: () => import('../runs/results-page.ts'),
  compare: () => import('../runs/compare-page.ts'),
  analytics: () => import('../analytics/analytics-page.ts'),
  queue: () => import('../queue/queue-page.ts'),
  notifications: () => import('../notifications/notifications-page.ts'),
  events: () => import('../events/events-page.ts'),
  agents: () => import('../agents/agents-page.ts'),
  agent: () => import('../agents/agent-page.ts'),
  mcp: () => import('../mcp/mcp-page.ts'),
  evaluations: () => import('../evaluations/evaluations-page.ts'),
  evaluation: () => import('../evaluations/evaluation-page.ts'),
  schedules: () => import('../schedules/schedules-page.ts'),
  webhooks: () => import('../webhooks/webhooks-page.ts'),
  validation: () => import('../datasets/validation-page.ts'),
  settings: () => import('../settings/settings-page.ts'),
  trash: () => import('../settings/trash-page.ts'),
  search: () => import('../search/search-page.ts'),
  help: () => import('./help-page.ts'),
  tour: () => import('./tour-page.ts'),
  account: () => import('../accounts/account-page.ts'),
  team: () => import('../team/team-page.ts'),
  activity: () => import('../activity/activity-page.ts'),
  templates: () => import('../workflows/templates-page.ts'),
  serverWorkflows: () => import('../server-workflows/server-workflows-page.ts'),
  gallery: () => import('../gallery/gallery-page.ts'),
}

/** Loads every page. Pages that fail to load are loaded again when the user visits them. */
export async function loadAllPages(): Promise<void> {
  await Promise.allSettled(Object.values(pageLoaders).map((load) => load()))
}
