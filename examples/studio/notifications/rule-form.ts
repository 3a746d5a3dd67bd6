import type { CallOptions } from '@aw-flow/client'
import type { TemplateResult } from 'lit'
import type { Account } from '../accounts/account.ts'
import { getUiLanguage } from '../language/chosen-language.ts'
import { getStrings } from '../language/strings.ts'
import { checkboxes, hint, select, text, toOptions, type Field } from '../shell/forms/fields.ts'
import { renderForm } from '../shell/forms/studio-form.ts'
import { requestNotificationPermission } from './browser-notifications.ts'
import type { PushState } from './push-subscription.ts'
import { notificationChannels, notificationEvents, type NotificationChannel } from './server-notifications.ts'

type RuleBody = CallOptions<'POST /api/v1/notification-rules'>['body']

interface RuleForm {
  /** The field that selects a workflow, or the ID of the one that the rule is about. */
  workflow: Field<string> | string
  pushState: PushState
  account: Account | undefined
  /** Subscribes this browser to notifications that appear while the studio is closed. */
  subscribe: () => Promise<unknown>
  add: (body: RuleBody) => Promise<unknown>
  onCancel?: () => void
}

/** Renders the form for a rule that notifies the user about runs. */
export function renderRuleForm({ workflow, pushState, account, subscribe, add, onCancel }: RuleForm): TemplateResult {
  const { runNotifications: strings } = getStrings()
  const email = account?.user?.email
  const workflowField = typeof workflow === 'string' ? undefined : workflow
  return renderForm({
    ...(workflowField ? { title: strings.newRule } : {}),
    fields: (getSelected) => {
      const channel = getSelected<NotificationChannel>('channel', 'browser')
      const note =
        channel === 'browser'
          ? pushState === 'on'
            ? strings.pushHint
            : strings.browserHint
          : email === undefined
            ? ''
            : strings.ownEmail(email)
      return {
        workflow_id: workflowField,
        channel: select(strings.channel, toOptions(notificationChannels, strings.channels), { value: 'browser' }),
        ...(channel === 'mail' && email === undefined
          ? {
              email: text(strings.email, {
                type: 'email',
                isRequired: true,
                maxLength: 320,
                autocomplete: 'email',
              }),
            }
          : {}),
        events: checkboxes(strings.eventsLabel, toOptions(notificationEvents, strings.events), {
          checked: ['run.failed'],
          findProblem: ({ length }) => (length === 0 ? strings.noEventSelected : undefined),
        }),
        note: hint(note),
      }
    },
    submit: strings.add,
    isPrimary: true,
    onSubmit: async ({ channel, email: enteredEmail, events, workflow_id: selectedWorkflow }) => {
      // Browsers show the permission prompt only in response to a user action.
      if (channel === 'browser' && (await requestNotificationPermission())) await subscribe()
      return add({
        events,
        channel,
        workflow_id: (typeof workflow === 'string' ? workflow : selectedWorkflow) || null,
        email: enteredEmail || null,
        // With an account, emails use the account's language.
        language: channel === 'mail' && !account ? getUiLanguage() : null,
      })
    },
    ...(onCancel ? { onCancel } : {}),
  })
}
