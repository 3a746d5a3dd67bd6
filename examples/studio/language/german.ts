import { loadLanguage } from '@aw-flow/editor'
import { registerMessages } from '@aw-flow/messages'
import { httpApiMessages } from '@aw-flow/messages/de/http-api'
import type { StudioStrings } from './english.ts'
import { createFormats } from './formats.ts'
import { createGermanShell } from './german/shell.ts'
import { createGermanWorkflow } from './german/workflow.ts'
import { createGermanHome } from './german/home.ts'
import { createGermanData } from './german/data.ts'
import { createGermanWorkflows } from './german/workflows.ts'
import { createGermanTemplates } from './german/templates.ts'
import { createGermanTrash } from './german/trash.ts'
import { createGermanRuns } from './german/runs.ts'
import { createGermanResults } from './german/results.ts'
import { createGermanCompare } from './german/compare.ts'
import { createGermanValidation } from './german/validation.ts'
import { createGermanSettings } from './german/settings.ts'
import { createGermanHelp } from './german/help.ts'
import { createGermanTour } from './german/tour.ts'
import { createGermanServer } from './german/server.ts'
import { createGermanSignIn } from './german/sign-in.ts'
import { createGermanAccount } from './german/account.ts'
import { createGermanTeam } from './german/team.ts'
import { createGermanActivity } from './german/activity.ts'
import { createGermanAgents } from './german/agents.ts'
import { createGermanMcp } from './german/mcp.ts'
import { createGermanModelAgents } from './german/model-agents.ts'
import { createGermanAnalytics } from './german/analytics.ts'
import { createGermanEvaluations } from './german/evaluations.ts'
import { createGermanEvents } from './german/events.ts'
import { createGermanNotifications } from './german/notifications.ts'
import { createGermanQueue } from './german/queue.ts'
import { createGermanSchedules } from './german/schedules.ts'
import { createGermanWebhooks } from './german/webhooks.ts'
import { createGermanGallery } from './german/gallery.ts'
import { createGermanServerWorkflows } from './german/server-workflows.ts'

/** Loads the German strings, with formats for the given German locale: `de`, `de-AT` or `de-CH`. */
export async function createGermanStrings(locale: string): Promise<StudioStrings> {
  registerMessages({ de: httpApiMessages })
  const formats = createFormats(locale)
  return {
    formats,
    editor: await loadLanguage(locale, false),
    ...createGermanShell(formats),
    ...createGermanWorkflow(),
    ...createGermanHome(formats),
    ...createGermanData(formats),
    ...createGermanWorkflows(formats),
    ...createGermanTemplates(formats),
    ...createGermanTrash(),
    ...createGermanRuns(formats),
    ...createGermanResults(),
    ...createGermanCompare(formats),
    ...createGermanValidation(formats),
    ...createGermanSettings(formats),
    ...createGermanHelp(),
    ...createGermanTour(),
    ...createGermanServer(),
    ...createGermanSignIn(),
    ...createGermanAccount(),
    ...createGermanTeam(),
    ...createGermanActivity(formats),
    ...createGermanAgents(),
    ...createGermanMcp(),
    ...createGermanModelAgents(),
    ...createGermanAnalytics(),
    ...createGermanEvaluations(formats),
    ...createGermanEvents(formats),
    ...createGermanNotifications(),
    ...createGermanQueue(formats),
    ...createGermanSchedules(formats),
    ...createGermanWebhooks(formats),
    ...createGermanGallery(formats),
    ...createGermanServerWorkflows(formats),
  }
}
