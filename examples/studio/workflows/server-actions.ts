import type { ServerApi, WorkflowSession } from '@aw-flow/client'
import { html, type LitElement } from 'lit'
import { getStrings } from '../language/strings.ts'
import { content, hint } from '../shell/forms/fields.ts'
import { renderForm } from '../shell/forms/studio-form.ts'
import { sendRequest } from '../shell/server-data/send-request.ts'
import { openDialog } from '../shell/studio-dialog.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import type { Workspace } from '../workspace.ts'

type Host = LitElement & { readonly workspace?: Workspace | undefined }

/** A workflow that is stored on a server, where it has an ID. */
interface StoredOnServer {
  api: ServerApi
  id: string
  session: WorkflowSession
}

export interface ServerAction {
  name: 'share' | 'publish' | 'schedule' | 'alert'
  icon: string
  /** Opens the action's dialog. */
  open(host: Host, workflow: StoredOnServer): Promise<void>
}

/** Actions of the editor on the server copy of a workflow. Each has one dialog. */
export const serverActions: readonly ServerAction[] = [
  { name: 'share', icon: 'globe', open: openShareDialog },
  { name: 'publish', icon: 'upload', open: openPublishDialog },
  { name: 'schedule', icon: 'calendar', open: openScheduleDialog },
  { name: 'alert', icon: 'bell', open: openAlertDialog },
]

const getName = ({ session }: StoredOnServer): string => session.document.current.name

async function openShareDialog(host: Host, workflow: StoredOnServer): Promise<void> {
  await import('../server-workflows/share-panel.ts')
  openDialog(host, {
    heading: getStrings().workflow.shareTitle(getName(workflow)),
    testId: 'share-dialog',
    content: () => html`<studio-share .workspace=${host.workspace} .workflow=${workflow.id}></studio-share>`,
  })
}

async function openPublishDialog(host: Host, workflow: StoredOnServer): Promise<void> {
  const { api, id } = workflow
  const request = { api, task: 'workflow-status' }
  const path = { id }
  const response = await sendRequest(host, request, () => api.call('GET /api/v1/workflows/{id}/status', { path }))
  if (!response) return
  const { status, published_version: publishedVersion } = response.value
  const { workflow: strings, serverWorkflows } = getStrings()
  const name = getName(workflow)
  const setStatus = async (close: () => void, newStatus: 'published' | 'draft'): Promise<void> => {
    const options = { path, body: { status: newStatus } }
    if (!(await sendRequest(host, request, () => api.call('PATCH /api/v1/workflows/{id}/status', options)))) return
    close()
    await host.workspace?.refreshServerLists()
    host.dispatchEvent(new ToastEvent(newStatus === 'published' ? strings.published(name) : strings.unpublished(name)))
  }
  openDialog(host, {
    heading: strings.publishTitle(name),
    testId: 'publish-dialog',
    content: (close) =>
      renderForm({
        fields: () => ({
          state: hint(serverWorkflows.publishedVersion(publishedVersion)),
          help: hint(strings.publishHelp),
          unpublish:
            status === 'published'
              ? content(
                  html`<p class="wide">
                    <button type="button" @click=${() => void setStatus(close, 'draft')}>${strings.unpublish}</button>
                  </p>`,
                )
              : undefined,
        }),
        submit: strings.publish,
        isPrimary: true,
        onSubmit: () => setStatus(close, 'published'),
        onCancel: close,
      }),
  })
}

async function openScheduleDialog(host: Host, { api, id }: StoredOnServer): Promise<void> {
  await import('../schedules/schedule-dialog.ts')
  const dialog = document.createElement('studio-schedule-dialog')
  dialog.api = api
  dialog.addEventListener('studio-schedule-saved', () =>
    host.dispatchEvent(new ToastEvent(getStrings().workflow.scheduled)),
  )
  host.renderRoot.querySelector('studio-schedule-dialog')?.remove()
  host.renderRoot.append(dialog)
  await dialog.show(undefined, id)
}

async function openAlertDialog(host: Host, workflow: StoredOnServer): Promise<void> {
  const { api, id } = workflow
  const [{ renderRuleForm }, { readPushState, subscribeToPush }, { getUiLanguage }] = await Promise.all([
    import('../notifications/rule-form.ts'),
    import('../notifications/push-subscription.ts'),
    import('../language/chosen-language.ts'),
  ])
  const pushState = await readPushState()
  const request = { api, task: 'workflow-alert' }
  openDialog(host, {
    heading: getStrings().workflow.alertTitle(getName(workflow)),
    testId: 'alert-dialog',
    content: (close) =>
      renderRuleForm({
        workflow: id,
        pushState,
        account: host.workspace?.account,
        subscribe: () => sendRequest(host, request, () => subscribeToPush(api, getUiLanguage())),
        add: async (body) => {
          if (!(await sendRequest(host, request, () => api.call('POST /api/v1/notification-rules', { body })))) return
          close()
          host.dispatchEvent(new ToastEvent(getStrings().workflow.alertAdded))
        },
        onCancel: close,
      }),
  })
}
