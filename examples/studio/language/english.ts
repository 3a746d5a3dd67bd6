import { editorStrings, type EditorStrings } from '@aw-flow/editor'
import { englishAccounts, type EnglishAccounts } from './english-accounts.ts'
import { englishAgents, type EnglishAgents } from './english-agents.ts'
import { englishModelAgents, type EnglishModelAgents } from './english-model-agents.ts'
import { englishAnalytics, type EnglishAnalytics } from './english-analytics.ts'
import { englishSchedules, type EnglishSchedules } from './english-schedules.ts'
import { englishSettings, type EnglishSettings } from './english-settings.ts'
import { englishEvaluations, type EnglishEvaluations } from './english-evaluations.ts'
import { englishEvents, type EnglishEvents } from './english-events.ts'
import { englishNotifications, type EnglishNotifications } from './english-notifications.ts'
import { englishQueue, type EnglishQueue } from './english-queue.ts'
import { englishGallery, type EnglishGallery } from './server/english-gallery.ts'
import { englishLists, type EnglishLists } from './english-lists.ts'
import { englishRuns, type EnglishRuns } from './english-runs.ts'
import { englishServerWorkflows, type EnglishServerWorkflows } from './server/english-server-workflows.ts'
import { englishServer, type EnglishServer } from './english-server.ts'
import { englishWebhooks, type EnglishWebhooks } from './english-webhooks.ts'
import { englishShell, type EnglishShell } from './english-shell.ts'
import { createFormats, type Formats } from './formats.ts'

/** All texts of the studio, with the formats of its language and the texts of the editor elements. */
export type StudioStrings = EnglishShell &
  EnglishLists &
  EnglishGallery &
  EnglishServerWorkflows &
  EnglishRuns &
  EnglishQueue &
  EnglishAnalytics &
  EnglishNotifications &
  EnglishEvents &
  EnglishEvaluations &
  EnglishAgents &
  EnglishModelAgents &
  EnglishSettings &
  EnglishSchedules &
  EnglishWebhooks &
  EnglishAccounts &
  EnglishServer & { readonly formats: Formats; readonly editor: EditorStrings }

/** Creates the English texts with the formats of an English locale. */
export function english(locale: string): StudioStrings {
  const formats = createFormats(locale)
  return {
    formats,
    editor: editorStrings,
    ...englishShell(formats),
    ...englishLists(formats),
    ...englishGallery(formats),
    ...englishServerWorkflows(formats),
    ...englishRuns(formats),
    ...englishQueue(formats),
    ...englishAnalytics(),
    ...englishNotifications(),
    ...englishEvents(formats),
    ...englishEvaluations(formats),
    ...englishAgents(),
    ...englishModelAgents(),
    ...englishSettings(formats),
    ...englishSchedules(formats),
    ...englishWebhooks(formats),
    ...englishServer(),
    ...englishAccounts(formats),
  }
}
