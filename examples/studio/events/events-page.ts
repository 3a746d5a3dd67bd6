import { icon } from '@aw-flow/editor'
import { html, nothing, type TemplateResult } from 'lit'
import { formatProblem } from '../language/format-problem.ts'
import { formatTimeAgo, getStrings } from '../language/strings.ts'
import { page } from '../shell/element.ts'
import { renderIconButton, renderListPanel, type ListItem } from '../shell/render-list-panel.ts'
import { getRunPath, getWorkflowPath } from '../shell/router.ts'
import { renderServerPage } from '../shell/server-data/render-server-data.ts'
import { ServerDataController } from '../shell/server-data/server-data-controller.ts'
import { serverPageStyles } from '../shell/server-data/server-page.styles.ts'
import { renderEventTypeForm, renderPublishForm, renderWatchForm } from './event-forms.ts'
import {
  describeSource,
  readEventLists,
  type EventLists,
  type EventTrigger,
  type EventType,
  type PublishedEvent,
  type Watch,
} from './server-events.ts'

/** Shows the server's Event nodes, watches, event types, and the most recent events with the runs they started. */
export class EventsPage extends page({
  /** The event type being edited. `undefined` for a new one. */
  editedType: undefined as EventType | undefined,
  /** The watch being edited, `new` for a new one. `undefined` while the form is closed. */
  editedWatch: undefined as Watch | 'new' | undefined,
}) {
  static override styles = serverPageStyles

  readonly #lists = new ServerDataController(this, { task: 'events', load: readEventLists, pollMs: 5_000 })

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    return renderServerPage(
      this.#lists,
      { ...getStrings().events, picture: 'events', integration: 'events' },
      (lists) => this.#renderLists(lists),
    )
  }

  #renderLists({ triggers, watches, types, events }: EventLists): TemplateResult {
    const { events: strings } = getStrings()
    const canEdit = this.workspace?.canEdit !== false
    return html`${renderListPanel({
      title: strings.triggers,
      hint: strings.triggersHint,
      emptyText: strings.noTriggers,
      items: triggers,
      renderItem: (trigger) => this.#describeTrigger(trigger),
    })}
    ${renderListPanel({
      title: strings.latestEvents,
      emptyText: strings.noEvents,
      items: events,
      renderItem: describeEvent,
      footer: canEdit
        ? renderPublishForm(
            types.map(({ name }) => name),
            (body) => this.#lists.change('POST /api/v1/events', { body }, strings.published(body.type)),
          )
        : nothing,
    })}
    ${renderListPanel({
      title: strings.watches,
      hint: strings.watchesHint,
      emptyText: strings.noWatches,
      items: watches,
      renderItem: (watch) => this.#describeWatch(watch),
      footer: this.workspace?.canAdminister ? this.#renderWatchForm() : nothing,
    })}
    ${renderListPanel({
      title: strings.types,
      hint: strings.typesHint,
      emptyText: strings.noTypes,
      items: types.map((type) => ({ ...type, id: type.name })),
      renderItem: (type) => this.#describeEventType(type),
      footer: canEdit
        ? renderEventTypeForm(this.editedType, async (name, body) => {
            const route = 'PUT /api/v1/event-types/{name}'
            const response = await this.#lists.change(route, { path: { name }, body }, strings.savedType(name))
            if (response) this.editedType = undefined
            return response
          })
        : nothing,
    })}`
  }

  #describeTrigger({
    id,
    name,
    event,
    enabled,
    workflow_id: workflowId,
    workflow_name: workflowName,
  }: EventTrigger): ListItem {
    const { events: strings } = getStrings()
    return {
      testId: 'trigger-item',
      toggle: {
        label: strings.triggerLabel(name, workflowName),
        isOn: enabled,
        onSwitch: (isOn) =>
          this.#lists.change('PATCH /api/v1/event-triggers/{id}', { path: { id }, body: { enabled: isOn } }),
      },
      name: html`<code>${event}</code>`,
      detail: html`<a href=${getWorkflowPath(workflowId)}>${workflowName} · ${name}</a>`,
    }
  }

  #describeWatch(watch: Watch): ListItem {
    const { events: strings } = getStrings()
    const { id, name, event, pattern, enabled, problem } = watch
    const path = { id }
    return {
      testId: 'watch-item',
      toggle: {
        label: strings.watchLabel(name),
        isOn: enabled,
        onSwitch: (isOn) => this.#lists.change('PATCH /api/v1/watches/{id}', { path, body: { enabled: isOn } }),
      },
      name: html`<code>${event}</code>`,
      detail: `${describeSource(watch)} · ${pattern}`,
      problem: problem ? formatProblem(problem) : undefined,
      actions:
        this.workspace?.canAdminister &&
        html`${renderIconButton('pencil', strings.editWatch(name), () => (this.editedWatch = watch))}
        ${renderIconButton('trash', strings.removeWatch(name), () => this.#lists.change('DELETE /api/v1/watches/{id}', { path }))}`,
    }
  }

  #describeEventType(type: EventType): ListItem {
    const { events: strings } = getStrings()
    const { name, description, schema } = type
    const remove = () => this.#lists.change('DELETE /api/v1/event-types/{name}', { path: { name } })
    return {
      testId: 'type-item',
      name: html`<code>${name}</code>`,
      detail: [description, schema ? strings.withSchema : strings.anyData].filter(Boolean).join(' · '),
      actions:
        this.workspace?.canEdit !== false &&
        html`${renderIconButton('pencil', strings.edit(name), () => (this.editedType = type))}
        ${renderIconButton('trash', strings.remove(name), remove)}`,
    }
  }

  #renderWatchForm(): TemplateResult {
    const { events: strings } = getStrings()
    const { editedWatch } = this
    if (!editedWatch) {
      return html`<p>
        <button @click=${() => (this.editedWatch = 'new')}>${icon('plus')} ${strings.newWatch}</button>
      </p>`
    }
    return renderWatchForm({
      editedWatch: editedWatch === 'new' ? undefined : editedWatch,
      save: async (body) => {
        const toast = strings.savedWatch(body.name)
        const response =
          editedWatch === 'new'
            ? await this.#lists.change('POST /api/v1/watches', { body }, toast)
            : await this.#lists.change('PATCH /api/v1/watches/{id}', { path: { id: editedWatch.id }, body }, toast)
        if (response) this.editedWatch = undefined
      },
      onCancel: () => (this.editedWatch = undefined),
    })
  }
}

function describeEvent({ type, subject, source, received_at: receivedAt, starts, woken }: PublishedEvent): ListItem {
  const { events: strings } = getStrings()
  const isUnused = starts.length === 0 && woken === 0
  return {
    testId: 'event-item',
    name: html`<code>${subject === null ? type : `${type}:${subject}`}</code>`,
    detail: source,
    actions: html`<span class="muted small">${formatTimeAgo(Date.parse(receivedAt), Date.now())}</span>`,
    notes: html`<div class="small">
      ${starts.map(({ workflow_name: name, run_id: runId, problem }) =>
        runId === null
          ? html`<p class="bad">${strings.notStarted(name)} ${problem ? formatProblem(problem) : nothing}</p>`
          : html`<a href=${getRunPath(runId)}>${strings.runTitle(name)}</a> `,
      )}
      ${woken > 0 ? html`<span class="muted">${strings.resumedRuns(woken)}</span>` : nothing}
      ${isUnused ? html`<span class="muted">${strings.noRunsStarted}</span>` : nothing}
    </div>`,
  }
}

customElements.define('studio-events', EventsPage)
