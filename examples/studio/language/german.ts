import { loadLanguage } from '@aw-flow/editor'
import { registerMessages } from '@aw-flow/messages'
import { httpApiMessages } from '@aw-flow/messages/german/http-api'
import type { StudioStrings } from './english.ts'
import { createFormats } from './formats.ts'
import { germanAccounts } from './german-accounts.ts'
import { germanAgents } from './german-agents.ts'
import { germanModelAgents } from './german-model-agents.ts'
import { germanSettings } from './german-settings.ts'
import { germanGallery } from './server/german-gallery.ts'
import { germanLists } from './german-lists.ts'
import { germanEvaluations } from './german-evaluations.ts'
import { germanEvents } from './german-events.ts'
import { germanNotifications } from './german-notifications.ts'
import { germanAnalytics } from './german-analytics.ts'
import { germanQueue } from './german-queue.ts'
import { germanRuns } from './german-runs.ts'
import { germanSchedules } from './german-schedules.ts'
import { germanServerWorkflows } from './server/german-server-workflows.ts'
import { germanServer } from './german-server.ts'
import { germanShell } from './german-shell.ts'
import { germanWebhooks } from './german-webhooks.ts'

/** The German texts with the formats of a German locale: `de`, `de-AT`, `de-CH`. */
export async function german(locale: string): Promise<StudioStrings> {
  registerMessages({ de: httpApiMessages })
  const formats = createFormats(locale)
  return {
    formats,
    editor: await loadLanguage(locale, false),
    ...germanShell(formats),
    ...germanLists(formats),
    ...germanGallery(formats),
    ...germanServerWorkflows(formats),
    ...germanRuns(formats),
    ...germanQueue(formats),
    ...germanAnalytics(),
    ...germanNotifications(),
    ...germanEvents(formats),
    ...germanEvaluations(formats),
    ...germanAgents(),
    ...germanModelAgents(),
    ...germanSettings(formats),
    ...germanSchedules(formats),
    ...germanWebhooks(formats),
    ...germanServer(),
    ...germanAccounts(formats),
  }
}
