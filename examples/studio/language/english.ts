import { editorStrings, type EditorStrings } from '@aw-flow/editor'
import { createEnglishShell, type EnglishShell } from './english/shell.ts'
import { createEnglishWorkflow, type EnglishWorkflow } from './english/workflow.ts'
import { createEnglishHome, type EnglishHome } from './english/home.ts'
import { createEnglishData, type EnglishData } from './english/data.ts'
import { createEnglishWorkflows, type EnglishWorkflows } from './english/workflows.ts'
import { createEnglishTemplates, type EnglishTemplates } from './english/templates.ts'
import { createEnglishTrash, type EnglishTrash } from './english/trash.ts'
import { createEnglishRuns, type EnglishRuns } from './english/runs.ts'
import { createEnglishResults, type EnglishResults } from './english/results.ts'
import { createEnglishCompare, type EnglishCompare } from './english/compare.ts'
import { createEnglishValidation, type EnglishValidation } from './english/validation.ts'
import { createEnglishSettings, type EnglishSettings } from './english/settings.ts'
import { createEnglishHelp, type EnglishHelp } from './english/help.ts'
import { createEnglishTour, type EnglishTour } from './english/tour.ts'
import { createEnglishServer, type EnglishServer } from './english/server.ts'
import { createEnglishSignIn, type EnglishSignIn } from './english/sign-in.ts'
import { createEnglishAccount, type EnglishAccount } from './english/account.ts'
import { createEnglishTeam, type EnglishTeam } from './english/team.ts'
import { createEnglishActivity, type EnglishActivity } from './english/activity.ts'
import { createEnglishAgents, type EnglishAgents } from './english/agents.ts'
import { createEnglishMcp, type EnglishMcp } from './english/mcp.ts'
import { createEnglishModelAgents, type EnglishModelAgents } from './english/model-agents.ts'
import { createEnglishAnalytics, type EnglishAnalytics } from './english/analytics.ts'
import { createEnglishEvaluations, type EnglishEvaluations } from './english/evaluations.ts'
import { createEnglishEvents, type EnglishEvents } from './english/events.ts'
import { createEnglishNotifications, type EnglishNotifications } from './english/notifications.ts'
import { createEnglishQueue, type EnglishQueue } from './english/queue.ts'
import { createEnglishSchedules, type EnglishSchedules } from './english/schedules.ts'
import { createEnglishWebhooks, type EnglishWebhooks } from './english/webhooks.ts'
import { createEnglishGallery, type EnglishGallery } from './english/gallery.ts'
import { createEnglishServerWorkflows, type EnglishServerWorkflows } from './english/server-workflows.ts'
import { createFormats, type Formats } from './formats.ts'

/**
 * All of the studio's UI strings, with locale-specific formats and the strings for the editor elements. Each page has a
 * file in `english/` and one with the same name in the folder of each other language, such as `de/`.
 */
export type StudioStrings = EnglishShell &
  EnglishWorkflow &
  EnglishHome &
  EnglishData &
  EnglishWorkflows &
  EnglishTemplates &
  EnglishTrash &
  EnglishRuns &
  EnglishResults &
  EnglishCompare &
  EnglishValidation &
  EnglishSettings &
  EnglishHelp &
  EnglishTour &
  EnglishServer &
  EnglishSignIn &
  EnglishAccount &
  EnglishTeam &
  EnglishActivity &
  EnglishAgents &
  EnglishMcp &
  EnglishModelAgents &
  EnglishAnalytics &
  EnglishEvaluations &
  EnglishEvents &
  EnglishNotifications &
  EnglishQueue &
  EnglishSchedules &
  EnglishWebhooks &
  EnglishGallery &
  EnglishServerWorkflows & { readonly formats: Formats; readonly editor: EditorStrings }

/** Creates the English strings, with formats for the given English locale. */
export function createEnglishStrings(locale: string): StudioStrings {
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
