import { loadLanguage } from '@aw-flow/editor'
import { registerMessages } from '@aw-flow/messages'
import { httpApiMessages } from '@aw-flow/messages/german/http-api'
import type { StudioStrings } from './english.ts'
import { createFormats } from './formats.ts'
import { germanShell } from './german/shell.ts'
import { germanWorkflow } from './german/workflow.ts'
import { germanHome } from './german/home.ts'
import { germanData } from './german/data.ts'
import { germanWorkflows } from './german/workflows.ts'
import { germanTemplates } from './german/templates.ts'
import { germanTrash } from './german/trash.ts'
import { germanRuns } from './german/runs.ts'
import { germanResults } from './german/results.ts'
import { germanCompare } from './german/compare.ts'
import { germanValidation } from './german/validation.ts'
import { germanSettings } from './german/settings.ts'
import { germanHelp } from './german/help.ts'
import { germanTour } from './german/tour.ts'
import { germanServer } from './german/server.ts'
import { germanSignIn } from './german/sign-in.ts'
import { germanAccount } from './german/account.ts'
import { germanTeam } from './german/team.ts'
import { germanActivity } from './german/activity.ts'
import { germanAgents } from './german/agents.ts'
import { germanMcp } from './german/mcp.ts'
import { germanModelAgents } from './german/model-agents.ts'
import { germanAnalytics } from './german/analytics.ts'
import { germanEvaluations } from './german/evaluations.ts'
import { germanEvents } from './german/events.ts'
import { germanNotifications } from './german/notifications.ts'
import { germanQueue } from './german/queue.ts'
import { germanSchedules } from './german/schedules.ts'
import { germanWebhooks } from './german/webhooks.ts'
import { germanGallery } from './german/gallery.ts'
import { germanServerWorkflows } from './german/server-workflows.ts'

/** Loads the German strings, with formats for the given German locale: `de`, `de-AT` or `de-CH`. */
export async function german(locale: string): Promise<StudioStrings> {
  registerMessages({ de: httpApiMessages })
  const formats = createFormats(locale)
  return {
    formats,
    editor: await loadLanguage(locale, false),
    ...germanShell(formats),
    ...germanWorkflow(),
    ...germanHome(formats),
    ...germanData(formats),
    ...germanWorkflows(formats),
    ...germanTemplates(formats),
    ...germanTrash(),
    ...germanRuns(formats),
    ...germanResults(),
    ...germanCompare(formats),
    ...germanValidation(formats),
    ...germanSettings(formats),
    ...germanHelp(),
    ...germanTour(),
    ...germanServer(),
    ...germanSignIn(),
    ...germanAccount(),
    ...germanTeam(),
    ...germanActivity(formats),
    ...germanAgents(),
    ...germanMcp(),
    ...germanModelAgents(),
    ...germanAnalytics(),
    ...germanEvaluations(formats),
    ...germanEvents(formats),
    ...germanNotifications(),
    ...germanQueue(formats),
    ...germanSchedules(formats),
    ...germanWebhooks(formats),
    ...germanGallery(formats),
    ...germanServerWorkflows(formats),
  }
}
