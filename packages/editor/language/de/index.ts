import { nodeTypeMessages } from '@aw-flow/messages/de/node-types'
import { createTranslation } from '../create-translation.ts'
import type { LanguageTexts } from '../language-texts.ts'
import approval from './approval.json' with { type: 'json' }
import canvas from './canvas.json' with { type: 'json' }
import charts from './charts.json' with { type: 'json' }
import columnTypes from './column-types.json' with { type: 'json' }
import editor from './editor.json' with { type: 'json' }
import findings from './findings.json' with { type: 'json' }
import form from './form.json' with { type: 'json' }
import loadPlan from './load-plan.json' with { type: 'json' }
import plan from './plan.json' with { type: 'json' }
import profile from './profile.json' with { type: 'json' }
import report from './report.json' with { type: 'json' }
import results from './results.json' with { type: 'json' }
import runMonitor from './run-monitor.json' with { type: 'json' }
import table from './table.json' with { type: 'json' }

/** The German strings of the editor. */
export const translation: LanguageTexts = {
  ...createTranslation({
    approval,
    canvas,
    charts,
    columnTypes,
    editor,
    findings,
    form,
    loadPlan,
    plan,
    profile,
    report,
    results,
    runMonitor,
    table,
  }),
  messages: nodeTypeMessages,
  loadMessages: async () => (await import('@aw-flow/messages/de')).messages,
  loadTexts: async () => (await import('./deferred-texts.ts')).deferredTexts,
}
