import { editorStrings, type EditorStrings } from '@aw-flow/editor'
import { englishShell, type EnglishShell } from './english/shell.ts'
import { englishWorkflow, type EnglishWorkflow } from './english/workflow.ts'
import { englishHome, type EnglishHome } from './english/home.ts'
import { englishData, type EnglishData } from './english/data.ts'
import { englishWorkflows, type EnglishWorkflows } from './english/workflows.ts'
import { englishTemplates, type EnglishTemplates } from './english/templates.ts'
import { englishTrash, type EnglishTrash } from './english/trash.ts'
import { englishRuns, type EnglishRuns } from './english/runs.ts'
import { englishResults, type EnglishResults } from './english/results.ts'
import { englishCompare, type EnglishCompare } from './english/compare.ts'
import { englishValidation, type EnglishValidation } from './english/validation.ts'
import { englishSettings, type EnglishSettings } from './english/settings.ts'
import { englishHelp, type EnglishHelp } from './english/help.ts'
import { englishTour, type EnglishTour } from './english/tour.ts'
import { englishServer, type EnglishServer } from './english/server.ts'
import { englishSignIn, type EnglishSignIn } from './english/sign-in.ts'
import { englishAccount, type EnglishAccount } from './english/account.ts'
import { englishTeam, type EnglishTeam } from './english/team.ts'
import { englishActivity, type EnglishActivity } from './english/activity.ts'
import { englishAgents, type EnglishAgents } from './english/agents.ts'
import { englishMcp, type EnglishMcp } from './english/mcp.ts'
import { englishModelAgents, type EnglishModelAgents } from './english/model-agents.ts'
import { englishAnalytics, type EnglishAnalytics } from './english/analytics.ts'
import { englishEvaluations, type EnglishEvaluations } from './english/evaluations.ts'
import { englishEvents, type EnglishEvents } from './english/events.ts'
import { englishNotifications, type EnglishNotifications } from './english/notifications.ts'
import { englishQueue, type EnglishQueue } from './english/queue.ts'
import { englishSchedules, type EnglishSchedules } from './english/schedules.ts'
import { englishWebhooks, type EnglishWebhooks } from './english/webhooks.ts'
import { englishGallery, type EnglishGallery } from './english/gallery.ts'
import { englishServerWorkflows, type EnglishServerWorkflows } from './english/server-workflows.ts'
import { createFormats, type Formats } from './formats.ts'

/**
 * All strings of the studio, with locale-specific formats and the strings of the editor elements. Each page has a file
 * in `english/` and one with the same name in `german/`.
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
export function english(locale: string): StudioStrings {
  const formats = createFormats(locale)
  return {
    formats,
    editor: editorStrings,
    ...englishShell(formats),
    ...englishWorkflow(),
    ...englishHome(formats),
    ...englishData(formats),
    ...englishWorkflows(formats),
    ...englishTemplates(formats),
    ...englishTrash(),
    ...englishRuns(formats),
    ...englishResults(),
    ...englishCompare(formats),
    ...englishValidation(formats),
    ...englishSettings(formats),
    ...englishHelp(),
    ...englishTour(),
    ...englishServer(),
    ...englishSignIn(),
    ...englishAccount(),
    ...englishTeam(),
    ...englishActivity(formats),
    ...englishAgents(),
    ...englishMcp(),
    ...englishModelAgents(),
    ...englishAnalytics(),
    ...englishEvaluations(formats),
    ...englishEvents(formats),
    ...englishNotifications(),
    ...englishQueue(formats),
    ...englishSchedules(formats),
    ...englishWebhooks(formats),
    ...englishGallery(formats),
    ...englishServerWorkflows(formats),
  }
}
