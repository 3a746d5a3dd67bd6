import { httpApiMessages } from '@aw-flow/messages/de/http-api'
import type { StudioTranslation } from '../load-strings.ts'
import account from './account.json' with { type: 'json' }
import activity from './activity.json' with { type: 'json' }
import agents from './agents.json' with { type: 'json' }
import analytics from './analytics.json' with { type: 'json' }
import compare from './compare.json' with { type: 'json' }
import data from './data.json' with { type: 'json' }
import evaluations from './evaluations.json' with { type: 'json' }
import events from './events.json' with { type: 'json' }
import gallery from './gallery.json' with { type: 'json' }
import help from './help.json' with { type: 'json' }
import home from './home.json' with { type: 'json' }
import mcp from './mcp.json' with { type: 'json' }
import modelAgents from './model-agents.json' with { type: 'json' }
import notifications from './notifications.json' with { type: 'json' }
import queue from './queue.json' with { type: 'json' }
import results from './results.json' with { type: 'json' }
import runs from './runs.json' with { type: 'json' }
import schedules from './schedules.json' with { type: 'json' }
import server from './server.json' with { type: 'json' }
import serverWorkflows from './server-workflows.json' with { type: 'json' }
import settings from './settings.json' with { type: 'json' }
import shell from './shell.json' with { type: 'json' }
import signIn from './sign-in.json' with { type: 'json' }
import team from './team.json' with { type: 'json' }
import templateDocuments from './template-documents.json' with { type: 'json' }
import templates from './templates.json' with { type: 'json' }
import tour from './tour.json' with { type: 'json' }
import trash from './trash.json' with { type: 'json' }
import validation from './validation.json' with { type: 'json' }
import webhooks from './webhooks.json' with { type: 'json' }
import workflow from './workflow.json' with { type: 'json' }
import workflows from './workflows.json' with { type: 'json' }

/** The German strings of the studio. */
export const translation: StudioTranslation = {
  texts: {
    ...account,
    ...activity,
    ...agents,
    ...analytics,
    ...compare,
    ...data,
    ...evaluations,
    ...events,
    ...gallery,
    ...help,
    ...home,
    ...mcp,
    ...modelAgents,
    ...notifications,
    ...queue,
    ...results,
    ...runs,
    ...schedules,
    ...server,
    ...serverWorkflows,
    ...settings,
    ...shell,
    ...signIn,
    ...team,
    ...templates,
    ...tour,
    ...trash,
    ...validation,
    ...webhooks,
    ...workflow,
    ...workflows,
    templates: { ...templates.templates, ...templateDocuments },
  },
  messages: httpApiMessages,
}
