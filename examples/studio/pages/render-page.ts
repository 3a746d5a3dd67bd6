import { html, type TemplateResult } from 'lit'
import type { Theme } from '../settings/theme.ts'
import type { Route } from '../shell/router.ts'
import type { ThemeEvent } from '../shell/studio-events.ts'
import type { Workspace } from '../workspace.ts'
import type { AccountPageName } from './not-found-page.ts'
import './not-found-page.ts'

/** Everything needed to render a page. */
export interface PageInput {
  route: Route
  /** Query string of the current URL. */
  query: string | undefined
  workspace: Workspace
  theme: Theme
  onThemeChange: (theme: Theme) => void
}

/** Returns whether a page exists only on servers with accounts. */
export const isAccountPage = (page: Route['page']): page is AccountPageName =>
  ['account', 'team', 'activity'].includes(page)

/** Renders a route's page. The page's code must already be loaded (see `pageLoaders`). */
export function renderPage({ route, query, workspace, theme, onThemeChange }: PageInput): TemplateResult {
  if (isAccountPage(route.page) && !workspace.account)
    return html`<studio-not-found .accountPage=${route.page}></studio-not-found>`
  switch (route.page) {
    case 'home':
      return html`<studio-home .workspace=${workspace}></studio-home>`
    case 'data':
      return html`<studio-data .workspace=${workspace} .query=${query}></studio-data>`
    case 'workflows':
      return html`<studio-workflows .workspace=${workspace} .query=${query}></studio-workflows>`
    case 'new':
      return html`<studio-workflow
        .workspace=${workspace}
        .wanted=${new URLSearchParams(query).get('describe') ?? ''}
      ></studio-workflow>`
    case 'workflow':
      return html`<studio-workflow .workspace=${workspace} .workflowId=${route.id}></studio-workflow>`
    case 'runs':
      return html`<studio-runs .workspace=${workspace} .query=${query}></studio-runs>`
    case 'run':
      return html`<studio-run .workspace=${workspace} .query=${query} .runId=${route.id}></studio-run>`
    case 'results':
      return html`<studio-results .workspace=${workspace} .query=${query} .runId=${route.id}></studio-results>`
    case 'latestResults':
      return html`<studio-results .workspace=${workspace} .query=${query} .workflowId=${route.id}></studio-results>`
    case 'compare':
      return html`<studio-compare
        .workspace=${workspace}
        .runId=${route.id}
        .otherRunId=${route.otherId}
      ></studio-compare>`
    case 'queue':
      return html`<studio-queue .workspace=${workspace} .query=${query}></studio-queue>`
    case 'analytics':
      return html`<studio-analytics .workspace=${workspace} .query=${query}></studio-analytics>`
    case 'events':
      return html`<studio-events .workspace=${workspace}></studio-events>`
    case 'agents':
      return html`<studio-agents .workspace=${workspace} .query=${query}></studio-agents>`
    case 'agent':
      return html`<studio-agent .workspace=${workspace} .agentId=${route.id}></studio-agent>`
    case 'mcp':
      return html`<studio-mcp .workspace=${workspace}></studio-mcp>`
    case 'evaluations':
      return html`<studio-evaluations .workspace=${workspace}></studio-evaluations>`
    case 'evaluation':
      return html`<studio-evaluation
        .workspace=${workspace}
        .evaluationId=${route.id}
        .otherId=${route.otherId}
      ></studio-evaluation>`
    case 'notifications':
      return html`<studio-notifications .workspace=${workspace}></studio-notifications>`
    case 'schedules':
      return html`<studio-schedules .workspace=${workspace} .query=${query}></studio-schedules>`
    case 'webhooks':
      return html`<studio-webhooks .workspace=${workspace} .query=${query}></studio-webhooks>`
    case 'validation':
      return html`<studio-validation .workspace=${workspace} .query=${query}></studio-validation>`
    case 'settings':
      return html`<studio-settings
        .workspace=${workspace}
        .theme=${theme}
        @studio-theme=${(event: ThemeEvent) => onThemeChange(event.theme)}
      ></studio-settings>`
    case 'trash':
      return html`<studio-trash .workspace=${workspace}></studio-trash>`
    case 'search':
      return html`<studio-search .workspace=${workspace} .query=${query}></studio-search>`
    case 'help':
      return html`<studio-help .workspace=${workspace} .query=${query} .type=${route.type}></studio-help>`
    case 'tour':
      return html`<studio-tour .workspace=${workspace}></studio-tour>`
    case 'templates':
      return html`<studio-templates .workspace=${workspace} .query=${query}></studio-templates>`
    case 'gallery':
      return html`<studio-gallery .workspace=${workspace} .query=${query}></studio-gallery>`
    case 'serverWorkflows':
      return html`<studio-server-workflows .workspace=${workspace} .query=${query}></studio-server-workflows>`
    case 'account':
      return html`<studio-account .workspace=${workspace}></studio-account>`
    case 'team':
      return html`<studio-team .workspace=${workspace}></studio-team>`
    case 'activity':
      return html`<studio-activity .workspace=${workspace}></studio-activity>`
    case 'missing':
      return html`<studio-not-found .path=${route.path}></studio-not-found>`
  }
}
