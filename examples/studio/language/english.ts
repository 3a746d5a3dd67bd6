import { editorStrings } from '@aw-flow/editor'
import { createEnglishShell } from './english/shell.ts'
import { createEnglishWorkflow } from './english/workflow.ts'
import { createEnglishHome } from './english/home.ts'
import { createEnglishData } from './english/data.ts'
import { createEnglishWorkflows } from './english/workflows.ts'
import { createEnglishTemplates } from './english/templates.ts'
import { createEnglishTrash } from './english/trash.ts'
import { createEnglishRuns } from './english/runs.ts'
import { createEnglishResults } from './english/results.ts'
import { createEnglishCompare } from './english/compare.ts'
import { createEnglishValidation } from './english/validation.ts'
import { createEnglishSettings } from './english/settings.ts'
import { createEnglishHelp } from './english/help.ts'
import { createEnglishTour } from './english/tour.ts'
import { createEnglishServer } from './english/server.ts'
import { createEnglishSignIn } from './english/sign-in.ts'
import { createEnglishAccount } from './english/account.ts'
import { createEnglishTeam } from './english/team.ts'
import { createEnglishActivity } from './english/activity.ts'
import { createEnglishAgents } from './english/agents.ts'
import { createEnglishMcp } from './english/mcp.ts'
import { createEnglishModelAgents } from './english/model-agents.ts'
import { createEnglishAnalytics } from './english/analytics.ts'
import { createEnglishEvaluations } from './english/evaluations.ts'
import { createEnglishEvents } from './english/events.ts'
import { createEnglishNotifications } from './english/notifications.ts'
import { createEnglishQueue } from './english/queue.ts'
import { createEnglishSchedules } from './english/schedules.ts'
import { createEnglishWebhooks } from './english/webhooks.ts'
import { createEnglishGallery } from './english/gallery.ts'
import { createEnglishServerWorkflows } from './english/server-workflows.ts'
import { createFormats, type Formats } from './formats.ts'

/**
 * The texts, as the sum of their parts. An inferred type would be written out in the declaration of this file, which
 * TypeScript 7 does not write again when only a part changes.
 */
type EnglishStrings = { formats: Formats; editor: typeof editorStrings } & ReturnType<typeof createEnglishShell> &
  ReturnType<typeof createEnglishWorkflow> &
  ReturnType<typeof createEnglishHome> &
  ReturnType<typeof createEnglishData> &
  ReturnType<typeof createEnglishWorkflows> &
  ReturnType<typeof createEnglishTemplates> &
  ReturnType<typeof createEnglishTrash> &
  ReturnType<typeof createEnglishRuns> &
  ReturnType<typeof createEnglishResults> &
  ReturnType<typeof createEnglishCompare> &
  ReturnType<typeof createEnglishValidation> &
  ReturnType<typeof createEnglishSettings> &
  ReturnType<typeof createEnglishHelp> &
  ReturnType<typeof createEnglishTour> &
  ReturnType<typeof createEnglishServer> &
  ReturnType<typeof createEnglishSignIn> &
  ReturnType<typeof createEnglishAccount> &
  ReturnType<typeof createEnglishTeam> &
  ReturnType<typeof createEnglishActivity> &
  ReturnType<typeof createEnglishAgents> &
  ReturnType<typeof createEnglishMcp> &
  ReturnType<typeof createEnglishModelAgents> &
  ReturnType<typeof createEnglishAnalytics> &
  ReturnType<typeof createEnglishEvaluations> &
  ReturnType<typeof createEnglishEvents> &
  ReturnType<typeof createEnglishNotifications> &
  ReturnType<typeof createEnglishQueue> &
  ReturnType<typeof createEnglishSchedules> &
  ReturnType<typeof createEnglishWebhooks> &
  ReturnType<typeof createEnglishGallery> &
  ReturnType<typeof createEnglishServerWorkflows>

/** Creates the English strings, with formats for the given English locale. */
export function createEnglishStrings(locale: string): EnglishStrings {
  const formats = createFormats(locale)
  return {
    formats,
    editor: editorStrings,
    ...createEnglishShell(formats),
    ...createEnglishWorkflow(),
    ...createEnglishHome(formats),
    ...createEnglishData(formats),
    ...createEnglishWorkflows(formats),
    ...createEnglishTemplates(formats),
    ...createEnglishTrash(),
    ...createEnglishRuns(formats),
    ...createEnglishResults(),
    ...createEnglishCompare(formats),
    ...createEnglishValidation(formats),
    ...createEnglishSettings(formats),
    ...createEnglishHelp(),
    ...createEnglishTour(),
    ...createEnglishServer(),
    ...createEnglishSignIn(),
    ...createEnglishAccount(),
    ...createEnglishTeam(),
    ...createEnglishActivity(formats),
    ...createEnglishAgents(),
    ...createEnglishMcp(),
    ...createEnglishModelAgents(),
    ...createEnglishAnalytics(),
    ...createEnglishEvaluations(formats),
    ...createEnglishEvents(formats),
    ...createEnglishNotifications(),
    ...createEnglishQueue(formats),
    ...createEnglishSchedules(formats),
    ...createEnglishWebhooks(formats),
    ...createEnglishGallery(formats),
    ...createEnglishServerWorkflows(formats),
  }
}

/**
 * All of the studio's UI strings, with locale-specific formats and the strings for the editor elements. Each page has a
 * file in `english/` and one with the same name in the folder of each other language, such as `de/`.
 */
export type StudioStrings = ReturnType<typeof createEnglishStrings>
