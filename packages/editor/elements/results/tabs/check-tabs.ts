import type { PreparationPlan } from '@aw-flow/schema'
import type { Answer, Operation, Sensitivity } from '@aw-flow/schema/internal'
import { newId } from '@aw-flow/canvas'
import { html, nothing, type TemplateResult } from 'lit'
import { memoizeLast } from '../../../canvas/memoize-last.ts'
import type { Extension } from '../../../extensions/extension.ts'
import { mountTemplate } from '../../../extensions/mount-template.ts'
import type { ResultContext } from '../../../extensions/result-tab.ts'
import type { AnswersChangeEvent } from '../../../views/answers/aw-answer-review.ts'
import type { SensitivityChangeEvent } from '../../../views/findings/aw-findings.ts'
import { createSessionCheck } from '../../../views/findings/check-source.ts'
import type { FindingsStrings } from '../../../views/findings/findings-strings.ts'
import { indexRepairedCells, type RepairedCells } from '../../../views/findings/repaired-cells.ts'
import { createSessionProfileSource } from '../../../views/profile/profile-source.ts'
import type { RepairEvent } from '../../../views/repair-event.ts'
import { toFileName } from '../../files/file-name.ts'
import { saveFile } from '../../files/save-file.ts'
import type { ResultsStrings } from '../results-strings.ts'
import { checkTab, profileTab } from './core-tabs.ts'
import { createPrepareEdit, findDownstreamPlans, parsePlanOperations } from './create-prepare-edit.ts'

function renderProfile(result: ResultContext): TemplateResult | typeof nothing {
  const { session, table, node, strings, title, isEditable, keep } = result
  if (!session || !table) return nothing
  return html`<aw-data-profile
    exportparts="bar: profile-bar, columns: profile-columns, findings: profile-findings, drift: profile-drift"
    .source=${keep('aw-profile', () => memoizeLast(createSessionProfileSource))(session, table)}
    .strings=${strings.profile}
    label=${title}
    ?merging=${isEditable && node !== undefined}
    @aw-repair=${({ operations }: RepairEvent) => repair(result, operations)}
  ></aw-data-profile>`
}

function renderCheck(result: ResultContext): TemplateResult | typeof nothing {
  const { session, table, strings, title, isEditable, keep } = result
  if (!session || !table) return nothing
  const settings = keep('aw-check-settings', (): { sensitivity: Sensitivity } => ({ sensitivity: 'balanced' }))
  return html`<aw-findings
    exportparts="bar: findings-bar, list: findings-list, table: findings-table, table-scroller, table-status, download-button, download-more"
    .source=${keep('aw-check', () => memoizeLast(createSessionCheck))(session, table)}
    .sensitivity=${settings.sensitivity}
    .repaired=${findRepairedCells(result)}
    .answers=${getAnswers(result)}
    ?readonly=${!isEditable}
    .strings=${isEditable ? keep('aw-repair-strings', () => memoizeLast(createRepairStrings))(strings) : strings.findings}
    label=${title}
    @aw-answers-change=${({ answers }: AnswersChangeEvent) => setAnswers(result, answers)}
    @aw-sensitivity-change=${({ sensitivity }: SensitivityChangeEvent) => (settings.sensitivity = sensitivity)}
    @aw-repair=${({ operations }: RepairEvent) => repair(result, operations)}
  ></aw-findings>`
}

function createRepairStrings(strings: ResultsStrings): FindingsStrings {
  const plan = (repairedCount: number, droppedCount = 0): string => strings.repairButton(repairedCount + droppedCount)
  return { ...strings.findings, plan }
}

const noAnswers: readonly Answer[] = []

/** Returns the stored answers to findings in the shown table. They also apply to later files of the same node. */
function getAnswers({ session, node, port }: ResultContext): readonly Answer[] {
  const workflowNode = session?.document.current.nodes.find(({ id }) => id === node?.node)
  return (port === undefined ? undefined : workflowNode?.answers?.[port]) ?? noAnswers
}

function setAnswers({ session, node, port, isEditable }: ResultContext, answers: readonly Answer[]): void {
  const workflowNode = session?.document.current.nodes.find(({ id }) => id === node?.node)
  if (!isEditable || !workflowNode || port === undefined) return
  const { [port]: _, ...otherAnswers } = workflowNode.answers ?? {}
  const allAnswers = answers.length === 0 ? otherAnswers : { ...otherAnswers, [port]: [...answers] }
  const options = Object.keys(allAnswers).length === 0 ? {} : { answers: allAnswers }
  session?.document.apply({ type: 'set-option', id: workflowNode.id, option: 'answers', options })
}

/** Returns the cells that downstream Prepare nodes repair. The result is kept until one of their plans changes. */
function findRepairedCells({ session, node, port, keep }: ResultContext): RepairedCells | undefined {
  if (!session || !node || port === undefined) return undefined
  const plans = findDownstreamPlans(session.document.current, { node: node.node, port }, session.engine.catalog)
  const index = keep('aw-repaired-cells', () =>
    memoizeLast((plansAsJson: string) =>
      indexRepairedCells((JSON.parse(plansAsJson) as string[]).flatMap(parsePlanOperations)),
    ),
  )
  return index(JSON.stringify(plans))
}

/** Adds approved repairs to a Prepare node, or downloads them as a plan if users cannot edit the workflow. */
function repair(result: ResultContext, operations: readonly Operation[]): void {
  const { session, node, port, strings, title, isEditable } = result
  if (isEditable && session && node && port !== undefined) {
    const catalog = strings.nodeTypes.translateTypes(session.engine.catalog)
    const repairs = { node: node.node, port, operations }
    const action = createPrepareEdit(session.document.current, repairs, { catalog, newId })
    if (action) return result.applyEdit(action.edit, strings.repairAdded(action.label))
  }
  const plan: PreparationPlan = { target: 'generic', operations: [...operations], notes: [] }
  saveFile(
    new Blob([JSON.stringify(plan, null, 2)], { type: 'application/json' }),
    `${toFileName(title, 'table')}.plan.json`,
  )
}

/** The profile of a table. */
export const profileExtension: Extension = {
  name: 'aw-profile',
  resultTabs: [{ ...profileTab, mount: mountTemplate(renderProfile) }],
}

/** The findings in a table. */
export const checkExtension: Extension = {
  name: 'aw-check',
  resultTabs: [{ ...checkTab, mount: mountTemplate(renderCheck) }],
}
